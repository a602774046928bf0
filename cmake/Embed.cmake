# Writes OUTPUT, a C++ file that holds every file of styles/, locales/ and citations/ below ROOT.
# cmake -D ROOT=... -D OUTPUT=... -P Embed.cmake
file(GLOB_RECURSE paths RELATIVE ${ROOT} ${ROOT}/styles/* ${ROOT}/locales/* ${ROOT}/citations/*
     ${ROOT}/examples/full.yaml)
list(SORT paths)
set(text "// Made by cmake/Embed.cmake.\n#include \"style/store.hpp\"\n\nnamespace vitac {\n\nstd::vector<EmbeddedFile> const& embedded_files() {\n  static std::vector<EmbeddedFile> const files{\n")
foreach(path IN LISTS paths)
  file(READ ${ROOT}/${path} bytes)
  # A raw string literal holds 64 KiB at most by the standard's word; literals side by side hold more.
  string(LENGTH "${bytes}" length)
  set(literal "")
  foreach(from RANGE 0 ${length} 16000)
    string(SUBSTRING "${bytes}" ${from} 16000 part)
    string(APPEND literal "R\"vitac(${part})vitac\"\n")
  endforeach()
  string(APPEND text "      {\"${path}\",\n${literal}},\n")
endforeach()
string(APPEND text "  };\n  return files;\n}\n\n}  // namespace vitac\n")
file(WRITE ${OUTPUT} "${text}")
