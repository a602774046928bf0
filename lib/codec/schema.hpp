#pragma once
#include <string>

namespace vitac {

/// The format of a record as JSON Schema 2020-12, made from the field tables: what an editor needs to complete
/// keys and to underline mistakes. What it refuses, `decode` refuses; not all the other way round.
std::string record_schema();

}  // namespace vitac
