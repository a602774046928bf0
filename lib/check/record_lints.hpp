#pragma once
#include "base/diagnostic.hpp"
#include "base/source.hpp"
#include "model/record.hpp"

namespace vitac {

/// What is legal in a record but hardly meant, whatever its documents show of it: a current grant that has
/// ended, one DOI at two papers, a name that no author list has. `day` is what current and past count from;
/// `sources` holds the record's text. Entries that are hidden are left alone.
void check_record(PersonRecord const&, Date const& day, Sources const&, Diagnostics&);

/// Ids and tags that nothing uses. Only for records without errors: there what refers to them may be wrong.
void check_use(PersonRecord const&, Diagnostics&);

}  // namespace vitac
