#include "build/fit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <span>

namespace vitac {
namespace {

constexpr double line = 13 * 65536.0;  ///< about the height of one, in sp

/// Lines that are left free when the next version is reckoned: what moves up may break elsewhere. The last
/// pass has none behind it that could mend it.
constexpr double first_spare = 2, spare = 1, last_spare = 4;

std::string pages(long count) {
  return count == 1 ? "1 page" : fmt::format("{} pages", count);
}

/// A document with its budget, and what may go of it in which order.
class Shortening {
 public:
  Shortening(Written const& whole, Rewrite rewrite)
      : budget(*whole.budget), order(dispensable(budget)), m_whole(whole), m_rewrite(std::move(rewrite)) {}

  /// The document without the first of what may go, as its pages are measured; empty where that has errors.
  std::optional<Written> without(std::size_t count, Diagnostics& problems) const {
    auto version = std::optional(m_whole);
    if (count > 0) {
      std::set<Entry const*> cut;
      for (auto const& one : std::span(order).first(count)) cut.insert(one.entry);
      Diagnostics found;
      version = m_rewrite(cut, found);
      for (auto const& problem : found.all())
        if (problem.severity == Severity::error) problems.add(problem);
    }
    if (version) version->tex = marked(version->tex, *version->budget);
    return version;
  }

  void say(std::size_t count, Diagnostics& problems) const {
    auto of = m_whole.name.empty() ? "" : fmt::format(" of `{}`", m_whole.name);
    for (auto const& one : std::span(order).first(count))
      problems.add({Severity::note, "cut", one.entry->at,
                    fmt::format("left out{}, to keep to {}", of, pages(budget.most_pages)),
                    "a `priority` above 0 keeps it longer, `keep` as many of its section"});
  }

  Budget const budget;
  std::vector<Dispensable> const order;

 private:
  Written const m_whole;
  Rewrite m_rewrite;
};

/// One document on its way. Held alive by the callbacks that it waits for.
class Fitting : public std::enable_shared_from_this<Fitting> {
 public:
  Fitting(Loop& loop, Engine const& engine, Manuscript manuscript, Written& written, Rewrite rewrite,
          std::function<void(Fitted)> done)
      : m_loop(loop),
        m_engine(engine),
        m_manuscript(std::move(manuscript)),
        m_written(written),
        m_shortening(written, std::move(rewrite)),
        m_done(std::move(done)),
        m_passes_left(m_manuscript.most_passes) {}

  /// One pass over the document without the first `count` of what may go tells how long it is.
  void measure(std::size_t count) {
    auto version = m_shortening.without(count, m_problems);
    if (!version) return end(m_best ? std::move(m_best->typeset) : std::move(m_last));
    m_written = std::move(*version);
    m_count = count;
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
    auto most_pages = m_shortening.budget.most_pages;
    auto over = excess(result.raw_log, result.pages, most_pages);
    bool fits = result.pages <= most_pages;
    if (fits || !m_best) m_manuscript.kept = result.kept;  // the next version should find its number of pages
    if (m_gains.empty()) m_gains = gains(m_shortening.budget, m_shortening.order, result.raw_log);
    learn_yield(over);
    return fits ? lengthen(std::move(result), enough(over)) : shorten(std::move(result), enough(over));
  }

  void lengthen(Typeset result, std::size_t next) {
    next = std::max(next, m_least);
    if (next < m_count && m_passes_left > 0) {
      m_best = {m_count, std::move(result), m_written};
      return measure(next);
    }
    if (result.settled || m_passes_left == 0) return end(std::move(result));
    run(m_passes_left, [this](Typeset settled) { end(std::move(settled)); });
  }

  void shorten(Typeset result, std::size_t next) {
    m_least = m_count + 1;
    next = std::max(next, m_least);
    if (m_best) next = std::min(next, m_best->count);
    bool is_known = m_best && next == m_best->count && m_best->typeset.settled;
    if (is_known || (m_best && m_passes_left == 0)) return end_with_best();
    if (next >= m_gains.size() || m_passes_left == 0) return give_up(std::move(result));
    m_last = std::move(result);
    measure(next);
  }

  /// How many must go of a document that is `over` its pages, by what the first run took; the room of one
  /// that is below them takes entries back.
  std::size_t enough(double over) const {
    auto lines = m_passes == 1 ? first_spare : m_passes_left == 1 ? last_spare : spare;
    auto wanted = m_gains[m_count] + (over + lines * line) / m_yield;
    auto found = std::ranges::lower_bound(m_gains, wanted);
    return std::min(std::size_t(found - m_gains.begin()), m_gains.size() - 1);
  }

  /// What the last cuts won, of what was reckoned, the next will win too.
  void learn_yield(double over) {
    auto reckoned = m_gains[m_count] - m_gains[m_measured];
    if (reckoned != 0) m_yield = std::clamp((m_over - over) / reckoned, 0.5, 1.5);
    m_measured = m_count;
    m_over = over;
  }

  /// What fitted before, where a longer version did not.
  void end_with_best() {
    m_written = std::move(m_best->written);
    m_count = m_best->count;
    end(std::move(m_best->typeset));
  }

  void give_up(Typeset result) {
    m_problems.error(
        "page-budget", m_shortening.budget.at,
        m_count == 0 ? fmt::format("the document needs {}", pages(result.pages))
                     : fmt::format("without all that may be left out the document still needs {}",
                                   pages(result.pages)),
        fmt::format("allow `max: {}`, take sections out or lower what they `keep`", result.pages));
    end(std::move(result));
  }

  void end(Typeset result) {
    result.passes = m_passes;
    result.took = m_took;
    if (!m_problems.has_errors()) m_shortening.say(m_count, m_problems);
    m_done({std::move(result), std::move(m_problems), m_count});
  }

  struct Version {
    std::size_t count;
    Typeset typeset;
    Written written;
  };

  Loop& m_loop;
  Engine m_engine;
  Manuscript m_manuscript;
  Written& m_written;
  Shortening m_shortening;
  std::function<void(Fitted)> m_done;
  unsigned m_passes_left, m_passes = 0;
  std::chrono::milliseconds m_took{0};
  std::size_t m_count = 0;        ///< how many the version leaves out that is typeset
  std::size_t m_least = 0;        ///< fewer than this are known not to be enough
  std::optional<Version> m_best;  ///< the longest that fitted
  Typeset m_last;                 ///< the last that did not
  std::vector<double> m_gains;
  std::size_t m_measured = 0;  ///< what the last measured version left out
  double m_over = 0, m_yield = 1;
  Diagnostics m_problems;
};

}  // namespace

void fit(Loop& loop, Engine const& engine, Manuscript manuscript, Written& written, Rewrite rewrite,
         std::function<void(Fitted)> done) {
  std::make_shared<Fitting>(loop, engine, std::move(manuscript), written, std::move(rewrite), std::move(done))
      ->measure(0);
}

Diagnostics shorten(Written& written, std::size_t left_out, Rewrite const& rewrite) {
  Diagnostics problems;
  Shortening shortening(written, rewrite);
  left_out = std::min(left_out, shortening.order.size());
  if (auto version = shortening.without(left_out, problems)) written = std::move(*version);
  if (!problems.has_errors()) shortening.say(left_out, problems);
  return problems;
}

}  // namespace vitac
