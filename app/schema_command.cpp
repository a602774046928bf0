#include "schema_command.hpp"

#include <cstdio>

#include "codec/format_page.hpp"
#include "codec/schema.hpp"
#include "style/store.hpp"

namespace vitac::app {

int print_schema(bool is_page) {
  auto text = is_page ? format_page(embedded_file("examples/full.yaml")) : record_schema();
  std::fwrite(text.data(), 1, text.size(), stdout);
  return 0;
}

}  // namespace vitac::app
