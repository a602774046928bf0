#include "build/fit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>

namespace vitac {
namespace {

/// Lines of room to spare, run by run: what moves up may break elsewhere than reckoned.
constexpr std::array spare_lines{0.5, 3.0, 12.0};

std::string pages(long count) {
  return count == 1 ? "1 page" : fmt::format("{} pages", count);
}

/// One document on its way. Held alive by the callbacks that it waits for.
class Fitting : public std::enable_shared_from_this<Fitting> {
 public:
  Fitting(Loop& loop, Engine const& engine, Manuscript manuscript, Written& written, Rewrite rewrite,
          std::function<void(Typeset, Diagnostics)> done)
      : m_loop(loop),
        m_engine(engine),
        m_manuscript(std::move(manuscript)),
        m_written(written),
        m_rewrite(std::move(rewrite)),
        m_done(std::move(done)),
        m_passes_left(m_manuscript.most_passes) {}

  /// One pass over a version of the document tells how long it is.
  void measure() {
    m_written.tex = marked(m_written.tex, *m_written.budget);
    run(1, [this](Typeset result) { judge(std::move(result)); });
  }

 private:
  void run(unsigned most_passes, auto next) {
    auto manuscript = m_manuscript;
    manuscript.tex = m_written.tex.text;
    manuscript.preamble = m_written.preamble;
    manuscript.most_passes = most_passes;
    typeset(m_loop, m_engine, std::move(manuscript), [self = shared_from_this(), next](Typeset result) {
      self->m_passes += result.passes;
      self->m_took += result.took;
      self->m_passes_left -= std::min(self->m_passes_left, result.passes);
      next(std::move(result));
    });
  }

  void judge(Typeset result) {
    if (result.how != Typeset::done) return end(std::move(result));
    m_manuscript.kept = result.kept;
    if (result.pages <= m_written.budget->most_pages) {
      if (result.settled || m_passes_left == 0) return end(std::move(result));
      return run(m_passes_left, [this](Typeset settled) { end(std::move(settled)); });
    }
    auto more = more_cuts(result.raw_log);
    if (more.entries.empty() || m_passes_left == 0) return give_up(std::move(result));
    m_last = more;
    m_cut.merge(more.entries);
    Diagnostics found;
    auto shorter = m_rewrite(m_cut, found);
    for (auto const& problem : found.all())
      if (problem.severity == Severity::error) m_problems.add(problem);
    if (!shorter) return end(std::move(result));
    note_cuts();
    m_written = std::move(*shorter);
    measure();
  }

  /// What the last cuts won, of what was reckoned, these will win too.
  Cuts more_cuts(std::string_view log) {
    auto spare = spare_lines[std::min(m_runs++, spare_lines.size() - 1)];
    auto found = cuts(*m_written.budget, log, spare, 1);
    if (m_last.freed == 0) return found;
    auto yield = std::clamp((m_last.excess - found.excess) / m_last.freed, 0.3, 1.0);
    return cuts(*m_written.budget, log, spare, yield);
  }

  /// Before the entries are forgotten that the next version has no more.
  void note_cuts() {
    for (auto const& listed : m_written.budget->entries)
      if (m_cut.contains(listed.entry)) m_places.insert({listed.entry, listed.entry->at});
  }

  void give_up(Typeset result) {
    auto most = pages(m_written.budget->most_pages);
    m_problems.error(
        "page-budget", m_written.budget->at,
        m_cut.empty() ? fmt::format("the document needs {}", pages(result.pages))
                      : fmt::format("without all that may be left out the document still needs {}",
                                    pages(result.pages)),
        fmt::format("allow `max: {}`, take sections out or lower what they `keep`", result.pages));
    m_cut.clear();
    end(std::move(result));
  }

  void end(Typeset result) {
    result.passes = m_passes;
    result.took = m_took;
    if (!m_problems.has_errors())
      for (auto const& [entry, at] : m_places)
        m_problems.add({Severity::note, "cut", at,
                        fmt::format("left out{}, to keep to {}",
                                    m_written.name.empty() ? "" : fmt::format(" of `{}`", m_written.name),
                                    pages(m_written.budget->most_pages)),
                        "a `priority` above 0 keeps it longer, `keep` as many of its section"});
    m_done(std::move(result), std::move(m_problems));
  }

  Loop& m_loop;
  Engine m_engine;
  Manuscript m_manuscript;
  Written& m_written;
  Rewrite m_rewrite;
  std::function<void(Typeset, Diagnostics)> m_done;
  unsigned m_passes_left, m_passes = 0;
  std::chrono::milliseconds m_took{0};
  std::size_t m_runs = 0;  ///< that came out too long
  Cuts m_last;
  std::set<Entry const*> m_cut;
  std::map<Entry const*, Span> m_places;
  Diagnostics m_problems;
};

}  // namespace

void fit(Loop& loop, Engine const& engine, Manuscript manuscript, Written& written, Rewrite rewrite,
         std::function<void(Typeset, Diagnostics)> done) {
  std::make_shared<Fitting>(loop, engine, std::move(manuscript), written, std::move(rewrite), std::move(done))
      ->measure();
}

}  // namespace vitac
