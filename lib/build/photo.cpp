#include "build/photo.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "record/load.hpp"

namespace vitac {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_bytes = 64u << 20;
constexpr std::array<std::string_view, 4> extensions{".jpg", ".jpeg", ".png", ".pdf"};

/// A name that means the same in TeX, in a template and in the file system.
bool is_simple(std::string_view name) {
  auto is_good = [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '.'; };
  return std::ranges::all_of(name, is_good) && std::ranges::count(name, '.') == 1 && name.front() != '.' &&
         !name.starts_with("document.");
}

/// How a kind of picture begins, and what stands near its end.
struct PictureKind {
  std::string_view begin, end;
};
constexpr PictureKind kinds[] = {
    {"\x89PNG\r\n\x1a\n", "IEND"}, {"\xff\xd8\xff", "\xff\xd9"}, {"%PDF-", "%%EOF"}};

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return char(std::tolower(c)); });
  return text;
}

}  // namespace

std::optional<Photo> settle_photo(Person& person, Sources const& sources) {
  if (!person.photo || person.photo->text.empty()) return {};
  auto& written = person.photo->text;
  Photo photo{folder_of(person.photo->at, sources) / written, {}, person.photo->at};
  auto name = photo.file.filename().string();
  auto extension = lower(photo.file.extension().string());
  photo.name = is_simple(name) ? name : "photo" + extension;
  written = photo.name;
  return photo;
}

std::optional<Companion> read_photo(Photo const& photo, std::optional<fs::path> const& within, Files& files,
                                    Diagnostics& problems) {
  auto left_out = [&](std::string message, std::string help = {}) {
    problems.warning("no-photo", photo.at, std::move(message), std::move(help));
    return std::nullopt;
  };
  if (std::ranges::find(extensions, lower(photo.file.extension().string())) == extensions.end())
    return left_out("the photo is left out: TeX does not read this kind of picture",
                    "make it a .jpg, .png or .pdf");
  auto bytes = files.read(photo.file, most_bytes, within);
  if (!bytes)
    return left_out(fmt::format("the photo is left out: `{}` {}", photo.file.string(), bytes.error().reason));
  auto kind = std::ranges::find_if(kinds, [&](auto const& each) { return bytes->starts_with(each.begin); });
  if (kind == std::end(kinds))
    return left_out(fmt::format("the photo is left out: `{}` holds no picture", photo.file.string()),
                    "a picture is a JPEG, a PNG or a PDF");
  if (bytes->rfind(kind->end) == std::string::npos)
    return left_out(fmt::format("the photo is left out: `{}` ends too early", photo.file.string()),
                    "save or copy the picture again");
  return Companion{photo.name, std::move(*bytes)};
}

}  // namespace vitac
