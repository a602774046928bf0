#include "codec/diagnostic_json.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace vitac {

std::string print_json(Diagnostic const& diagnostic, Sources const& sources) {
  constexpr std::array severities{"note", "warning", "error"};
  nlohmann::ordered_json object;
  if (diagnostic.at.somewhere()) {
    auto begin = sources.begin(diagnostic.at), end = sources.end(diagnostic.at);
    object["file"] = sources.name(diagnostic.at.file);
    object["line"] = begin.line;
    object["column"] = begin.column;
    object["end_line"] = end.line;
    object["end_column"] = end.column;
  }
  object["severity"] = severities[std::size_t(diagnostic.severity)];
  object["code"] = diagnostic.code;
  object["message"] = diagnostic.message;
  if (!diagnostic.help.empty()) object["help"] = diagnostic.help;
  if (!diagnostic.notes.empty()) object["notes"] = diagnostic.notes;
  // Bytes that are no UTF-8 can stand in a message that quotes a broken file.
  return object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace vitac
