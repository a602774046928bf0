#pragma once

namespace vitac::app {

/// `vitac schema`: the format of records on standard output, as JSON Schema or as a page in Markdown.
int print_schema(bool is_page);

}  // namespace vitac::app
