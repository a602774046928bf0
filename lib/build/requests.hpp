#pragma once
#include <vector>

#include "build/build.hpp"
#include "build/document.hpp"

namespace vitac {

/// The documents that a build makes of one record; empty, with the reason in the sink, when the command line
/// asks for what the record does not have. `default_style` draws those that name no style.
std::vector<DocumentRequest> requested_documents(PersonRecord const&, BuildRequest const&,
                                                 std::string const& input, std::string const& default_style,
                                                 Sources const&, Diagnostics&);

/// The document within whose words in the record a place lies; null when it lies elsewhere.
DocumentSpec const* document_at(PersonRecord const&, Span, Sources const&);

}  // namespace vitac
