#include "engine/pdf_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "base/files.hpp"
#include "engine/engine.hpp"
#include "engine/pdf_reading.hpp"

namespace vitac {
namespace {

constexpr std::string_view document = "document.pdf";

/// What is asked, in this order; each program's output goes to `read`.
struct Question {
  std::string_view program;
  std::vector<std::string> arguments;
  bool (*read)(std::string_view output, PdfFacts&);
};

std::vector<Question> const& questions() {
  static std::vector<Question> const all{
      {"pdfinfo", {"-f", "1", "-l", "9999", std::string(document)}, read_pdf_info},
      {"pdffonts", {std::string(document)}, read_pdf_fonts},
      {"pdftotext", {"-q", "-bbox-layout", std::string(document), "-"}, read_pdf_words},
      {"pdftops", {"-q", std::string(document), "-"}, read_pdf_type},
  };
  return all;
}

/// One PDF that is being measured. Held alive by the callbacks that it waits for.
class Measuring : public std::enable_shared_from_this<Measuring> {
 public:
  Measuring(Loop& loop, std::function<void(std::optional<PdfFacts>, std::string)> done)
      : m_loop(loop), m_done(std::move(done)) {}

  void begin(std::string const& pdf) {
    auto folder = WorkFolder::make();
    if (!folder) return give_up(folder.error().reason);
    m_folder = std::move(*folder);
    if (auto written = Files().write(m_folder->path() / document, pdf); !written)
      return give_up(written.error().reason);
    ask();
  }

 private:
  void ask() {
    if (m_next == questions().size()) return m_done(std::move(m_facts), {});
    auto const& question = questions()[m_next++];
    auto program = find_program(question.program);
    if (!program) return give_up(fmt::format("there is no {} on this machine", question.program));
    Command command;
    command.arguments = {program->string()};
    command.arguments.insert(command.arguments.end(), question.arguments.begin(), question.arguments.end());
    command.folder = m_folder->path().string();
    command.environment = {"LC_ALL=C"};
    command.most_output = 256u << 20;
    m_loop.start_next(std::move(command), [self = shared_from_this(), &question](Outcome outcome) {
      bool is_good = outcome.how == Outcome::exited && outcome.code == 0;
      if (is_good && question.read(outcome.output, self->m_facts)) return self->ask();
      self->m_done({}, fmt::format("{} does not understand it", question.program));
    });
  }

  void give_up(std::string reason) {
    m_loop.post([self = shared_from_this(), reason = std::move(reason)] { self->m_done({}, reason); });
  }

  Loop& m_loop;
  std::function<void(std::optional<PdfFacts>, std::string)> m_done;
  std::optional<WorkFolder> m_folder;
  std::size_t m_next = 0;
  PdfFacts m_facts;
};

}  // namespace

void read_pdf_facts(Loop& loop, std::string const& pdf,
                    std::function<void(std::optional<PdfFacts>, std::string)> done) {
  std::make_shared<Measuring>(loop, std::move(done))->begin(pdf);
}

}  // namespace vitac
