#include "cli.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <sstream>
#include <string_view>
#include <thread>

#include "base/printer.hpp"
#include "base/suggest.hpp"
#include "build_command.hpp"
#include "cache_command.hpp"
#include "codec/diagnostic_json.hpp"
#include "doctor_command.hpp"
#include "engine/format.hpp"
#include "schema_command.hpp"
#include "styles_command.hpp"

namespace vitac::app {
namespace {

using Names = std::vector<std::string_view>;

struct UsageError {
  std::string message, help;
};

int refuse(UsageError const& error, std::string_view message_format) {
  Diagnostic problem{Severity::error, "usage", {}, error.message, error.help, {}, Exit::usage};
  auto text = message_format == "json"    ? print_json(problem, {})
              : message_format == "short" ? print_short(problem, {})
                                          : print_human(problem, {}, false);
  std::fwrite(text.data(), 1, text.size(), stderr);
  return int(Exit::usage);
}

/// How messages are wanted on a command line that may not be understood.
std::string wanted_format(std::vector<std::string> const& words) {
  constexpr std::string_view option = "--message-format";
  std::string format;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i] == option && i + 1 < words.size())
      format = words[i + 1];
    else if (words[i].starts_with(option) && words[i].substr(option.size()).starts_with('='))
      format = words[i].substr(option.size() + 1);
  return format;
}

// Options

/// An option with one value, named `value` in the help.
CLI::Option* one(CLI::Option* option, std::string const& value) {
  return option->allow_extra_args(false)->type_name(value);
}

/// A check says what is wrong in words that follow the option's name.
void check_choice(CLI::Option* option, Names choices) {
  auto check = [choices](std::string const& given) {
    bool is_known = std::ranges::find(choices, given) != choices.end();
    return is_known ? std::string{} : fmt::format("takes {}, not `{}`", one_of(choices), given);
  };
  option->check(check, "");
}

void check_number(CLI::Option* option, unsigned most) {
  auto check = [most](std::string const& given) {
    unsigned number = 0;
    auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), number);
    bool is_good = error == std::errc{} && end == given.data() + given.size() && number > 0 && number <= most;
    return is_good ? std::string{} : fmt::format("takes a number from 1 to {}, not `{}`", most, given);
  };
  option->check(check, "");
}

void check_shard(CLI::Option* option) {
  auto check = [](std::string const& given) {
    unsigned turn = 0, of = 0;
    auto end = given.data() + given.size();
    auto [slash, error] = std::from_chars(given.data(), end, turn);
    bool is_good = error == std::errc{} && slash != end && *slash == '/';
    if (is_good) {
      auto [last, wrong] = std::from_chars(slash + 1, end, of);
      is_good = wrong == std::errc{} && last == end && turn > 0 && turn <= of;
    }
    return is_good ? std::string{} : fmt::format("takes I/N, such as 1/8, not `{}`", given);
  };
  option->check(check, "");
}

/// An option whose values are `what`=VALUE.
void add_pairs(CLI::App& command, std::string const& name, std::vector<std::string>& pairs,
               std::string const& what, std::string const& help) {
  auto check = [what](std::string const& given) {
    auto equals = given.find('=');
    bool is_good = equals != given.npos && equals > 0;
    return is_good ? std::string{} : fmt::format("takes {}=VALUE, not `{}`", what, given);
  };
  one(command.add_option(name, pairs, help), what + "=VALUE")->check(check, "");
}

/// Which documents of which records.
void add_subject(CLI::App& command, BuildOptions& options) {
  auto& request = options.request;
  command.add_option("INPUT", request.inputs, "records (YAML); - is standard input")
      ->required()
      ->type_name("");
  one(command.add_option("-d,--document", request.document, "this document only"), "NAME");
  one(command.add_option("-s,--style", request.style, "draw it in this style, or in the one of a folder"),
      "NAME|DIR/");
  command.add_flag("--explain", request.is_explained, "tell what each document shows, and why not the rest");
  add_pairs(command, "--option", options.option_pairs, "NAME", "set an option of the style");
  add_pairs(command, "--set", request.settings, "PATH", "set a value of the record: person.email=x");
  command.add_flag("--untrusted", request.is_untrusted,
                   "for records of strangers: no raw LaTeX, no file from elsewhere");
}

/// How problems are told.
void add_messages(CLI::App& command, BuildOptions& options) {
  command.add_flag("--strict", options.request.is_strict, "take warnings for errors");
  check_choice(one(command.add_option("--message-format", options.message_format, "how problems are printed"),
                   "human|short|json"),
               {"human", "short", "json"});
  check_choice(one(command.add_option("--color", options.color, "color in messages; alone: always"),
                   "auto|always|never"),
               {"auto", "always", "never"});
  command.add_flag("-q,--quiet", options.quiet, "errors and warnings only");
}

/// What is made of them, where, and by what.
void add_making(CLI::App& command, BuildOptions& options) {
  auto& request = options.request;
  check_choice(one(command.add_option("-t,--to", options.to, "what to make"), "pdf|tex"), {"pdf", "tex"});
  one(command.add_option("-o,--output", request.output,
                         "a file, a folder, - or a pattern: out/{stem}-{document}.pdf"),
      "PATH");
  one(command.add_option("--engine", request.engine, "the TeX engine: auto, pdflatex, lualatex, xelatex"),
      "NAME");
  check_number(
      one(command.add_option("--timeout", options.timeout_seconds, "what a pass of TeX may take (60)"),
          "SECONDS"),
      86'400);
  check_number(one(command.add_option("-j,--jobs", request.jobs, "TeX engines at once (one a core)"), "N"),
               1024);
  command.add_flag("-v,--verbose", options.verbose, "all that TeX writes");
}

void add_build(CLI::App& app, BuildOptions& options, int& status) {
  auto& command = *app.add_subcommand("build", "make the documents of records (also without this word)");
  auto& request = options.request;
  add_subject(command, options);
  add_making(command, options);
  add_messages(command, options);
  // A word behind it would be taken for the file; so it is given with `=`.
  command
      .add_flag("--depfile{auto}", request.depfile, "write what the outputs were made of, for make and ninja")
      ->type_name("[=FILE]");
  check_shard(one(command.add_option("--shard", options.shard, "the Ith of every N records only"), "I/N"));
  command.add_flag("--fail-fast", request.is_broken_off, "begin nothing after the first record with errors");
  command.add_flag("--force", request.is_forced, "run TeX even where nothing has changed");
  command.callback([&] { status = run_build(options); });
}

void add_watch(CLI::App& app, BuildOptions& options, int& status) {
  auto& command = *app.add_subcommand("watch", "make them, and again whenever something in them changes");
  add_subject(command, options);
  add_making(command, options);
  add_messages(command, options);
  command.callback([&] {
    if (std::ranges::find(options.request.inputs, "-") != options.request.inputs.end()) {
      status =
          refuse({"`vitac watch` needs files", "standard input does not change"}, options.message_format);
      return;
    }
    options.is_watched = true;
    status = run_build(options);
  });
}

void add_check(CLI::App& app, BuildOptions& options, int& status) {
  auto& command = *app.add_subcommand("check", "say what is wrong or doubtful in records, without TeX");
  add_subject(command, options);
  add_messages(command, options);
  command.callback([&] {
    options.to = "nothing";
    status = run_build(options);
  });
}

struct StyleWords {
  std::string name, group, folder, file = "cv.yaml", style;
};

void add_styles(CLI::App& app, StyleWords& words, int& status) {
  auto& styles = *app.add_subcommand("styles", "list, show, export and check styles");
  styles.require_subcommand(1);
  styles.add_subcommand("list", "every style that is found")->callback([&] { status = list_styles(); });
  auto add = [&](char const* name, char const* help) {
    auto command = styles.add_subcommand(name, help);
    command->add_option("NAME", words.name, "a style, or the path of its folder")->required()->type_name("");
    return command;
  };
  add("show", "what a style is and what its options are")->callback([&] { status = show_style(words.name); });
  add("check", "check its templates and compile a record that uses every field")->callback([&] {
    status = check_style(words.name);
  });
  auto names_command = add("names", "the names that its templates may use, and what they mean");
  names_command->add_option("GROUP", words.group, "those of the document, section, entry or of a kind only")
      ->type_name("");
  names_command->callback([&] { status = list_names(words.name, words.group); });
  auto export_command = add("export", "copy a style into a new folder, to make it your own");
  export_command->add_option("FOLDER", words.folder, "where to")->required()->type_name("");
  export_command->callback([&] { status = export_style(words.name, words.folder); });

  auto& command = *app.add_subcommand("new", "write a record to start from");
  command.add_option("FILE", words.file, "its file (cv.yaml); - is standard output")->type_name("");
  one(command.add_option("-s,--style", words.style, "the style that it is for"), "NAME|DIR/");
  command.callback([&] { status = new_record(words.file, words.style); });
}

void add_schema(CLI::App& app, bool& is_page, int& status) {
  auto& command = *app.add_subcommand("schema", "print the format of records as JSON Schema, for editors");
  command.add_flag("--markdown", is_page, "print it as a page to read instead");
  command.callback([&] { status = print_schema(is_page); });
}

void add_cache(CLI::App& app, int& status) {
  auto& cache = *app.add_subcommand("cache", "what is kept to save time, and how to be rid of it");
  cache.require_subcommand(1);
  cache.add_subcommand("info", "where it is, and how much")->callback([&] { status = tell_of_cache(); });
  cache.add_subcommand("clear", "remove all of it")->callback([&] { status = clear_cache(); });
}

// Mistakes, in our words

/// `vitac styles show`, or as much of it as was understood.
CLI::App const& command_of(CLI::App const& app) {
  auto const* command = &app;
  for (auto parsed = command->get_subcommands(); !parsed.empty(); parsed = command->get_subcommands())
    command = parsed.front();
  return *command;
}

std::string full_name(CLI::App const& command) {
  return command.get_parent() ? full_name(*command.get_parent()) + " " + command.get_name()
                              : command.get_name();
}

std::vector<std::string> option_names(CLI::App const& command) {
  std::vector<std::string> names;
  for (auto option : command.get_options()) {
    for (auto const& name : option->get_lnames()) names.push_back("--" + name);
    for (auto const& name : option->get_snames()) names.push_back("-" + name);
  }
  return names;
}

bool any_command(CLI::App const*) {
  return true;
}

std::vector<std::string> names_of_commands(CLI::App const& app) {
  std::vector<std::string> names;
  for (auto command : app.get_subcommands(any_command)) names.push_back(command->get_name());
  return names;
}

std::string command_names(CLI::App const& app) {
  auto names = names_of_commands(app);
  return one_of(Names(names.begin(), names.end()));
}

UsageError unexpected(CLI::App const& command, std::string const& extra) {
  auto more = fmt::format("`{} --help` tells more", full_name(command));
  if (!extra.starts_with('-') && command.get_subcommands(any_command).empty())
    return {fmt::format("`{}` is a word too many", extra), more};
  if (!extra.starts_with('-')) {
    auto names = names_of_commands(command);
    return {fmt::format("there is no `{} {}`", full_name(command), extra),
            suggested(extra, Names(names.begin(), names.end()), "there is")};
  }
  auto names = option_names(command);
  auto help = did_you_mean(extra.substr(0, extra.find('=')), Names(names.begin(), names.end()));
  return {fmt::format("`{}` has no option `{}`", full_name(command), extra), help.empty() ? more : help};
}

UsageError missing(CLI::App const& command, std::string_view what) {
  if (what.starts_with("A subcommand"))
    return {fmt::format("`{}` needs one more word", full_name(command)), command_names(command)};
  auto name = what.substr(0, what.find(' '));
  if (name == "INPUT")
    return {fmt::format("`{}` needs a record", full_name(command)), "a YAML file, or `-` for standard input"};
  return {fmt::format("`{}` needs a {}", full_name(command), name),
          fmt::format("`{} --help` tells more", full_name(command))};
}

/// What the library says of a command line, said as we say things.
UsageError in_our_words(CLI::ParseError const& error, CLI::App const& app) {
  auto const& command = command_of(app);
  std::string what = error.what();
  // A word that nobody knows is more likely the mistake than one that is missing.
  if (auto extra = app.remaining(true); !extra.empty()) return unexpected(command, extra.front());
  if (dynamic_cast<CLI::ExtrasError const*>(&error))
    return unexpected(command, what.substr(what.rfind(' ') + 1));
  if (dynamic_cast<CLI::RequiredError const*>(&error)) return missing(command, what);
  auto more = fmt::format("`{} --help` tells more", full_name(command));
  auto option = what.substr(0, what.find(':'));
  if (dynamic_cast<CLI::ValidationError const*>(&error))
    return {fmt::format("`{}`{}", option, what.substr(option.size() + 1)), more};
  if (dynamic_cast<CLI::ArgumentMismatch const*>(&error)) {
    bool is_twice = what.find(" At Most ") != what.npos;
    return {fmt::format("`{}` {}", option, is_twice ? "is given twice" : "needs a value"), more};
  }
  constexpr std::string_view not_converted = "Could not convert: ";
  if (what.starts_with(not_converted))
    return {fmt::format("`{}` takes no value",
                        what.substr(not_converted.size(), what.find(" = ") - not_converted.size())),
            more};
  return {what, more};
}

// Words

/// The library's help, without what it shows of how a flag takes a value.
std::string as_help(std::string text) {
  constexpr std::string_view shown = "--depfile{auto} [=FILE]", meant = "--depfile[=FILE]       ";
  if (auto at = text.find(shown); at != text.npos) text.replace(at, shown.size(), meant);
  return text;
}

bool looks_like_file(std::string const& word) {
  std::error_code error;
  return word == "-" || word.find_first_of("./") != word.npos || std::filesystem::exists(word, error);
}

/// `vitac cv.yaml` is `vitac build cv.yaml`, and so is `vitac -q cv.yaml`.
std::optional<UsageError> complete(std::vector<std::string>& words, CLI::App const& app) {
  auto names = names_of_commands(app);
  auto is_command = [&](std::string const& word) { return std::ranges::find(names, word) != names.end(); };
  if (words.front() == "help")
    std::rotate(words.begin(), words.begin() + 1, words.end()), words.back() = "--help";
  auto const& first = words.front();
  if (is_command(first) || first == "-h" || first == "--help" || first == "--version") return {};
  bool is_option = first.starts_with('-') && first != "-";
  if (auto command = std::ranges::find_if(words, is_command); is_option && command != words.end())
    return UsageError{fmt::format("`{}` stands before the command", first),
                      fmt::format("write `vitac {} {}`", *command, first)};
  if (!is_option && !looks_like_file(first)) {
    auto help = did_you_mean(first, Names(names.begin(), names.end()));
    return UsageError{fmt::format("there is no command `{}`", first),
                      help.empty() ? "there is " + command_names(app) + ", or the name of a record" : help};
  }
  words.insert(words.begin(), "build");
  return {};
}

/// `--color` with nothing behind it that it takes.
void complete_color(std::vector<std::string>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    auto next = i + 1 < words.size() ? words[i + 1] : "";
    if (words[i] == "--color" && (next.empty() || next[0] == '-' || looks_like_file(next)))
      words[i] = "--color=always";
  }
}

}  // namespace

int run_command_line(int count, char** argument) {
  CLI::App app("vitac: one record of a working life, every document made of it", "vitac");
  app.set_version_flag("--version", "vitac " VITAC_VERSION, "the version of vitac");
  app.set_help_flag("-h,--help", "this help");
  app.require_subcommand(1);
  BuildOptions options;
  options.request.jobs = std::max(1u, std::thread::hardware_concurrency());
  StyleWords style_words;
  bool is_page = false;
  int status = 0;
  add_build(app, options, status);
  add_watch(app, options, status);
  add_check(app, options, status);
  add_styles(app, style_words, status);
  add_schema(app, is_page, status);
  add_cache(app, status);
  app.add_subcommand("doctor", "what this machine has of all that builds ask for")->callback([&] {
    status = run_doctor();
  });
  std::vector<std::string> words(argument + 1, argument + count);
  if (words.size() == 2 && words[0] == make_format_command) return make_format(words[1]);
  if (words.size() == 1 && words[0] == trim_cache_command) return trim_cache_beside();
  if (words.empty()) {
    std::fputs(app.help().c_str(), stderr);
    return int(Exit::usage);
  }
  auto format = wanted_format(words);
  if (auto error = complete(words, app)) return refuse(*error, format);
  complete_color(words);
  std::reverse(words.begin(), words.end());  // CLI11 takes them from the back
  try {
    app.parse(words);
  } catch (CLI::ParseError const& error) {
    if (error.get_exit_code() != 0) return refuse(in_our_words(error, app), format);
    std::ostringstream text;
    app.exit(error, text, text);
    std::fputs(as_help(text.str()).c_str(), stdout);
    return 0;
  }
  return status;
}

}  // namespace vitac::app
