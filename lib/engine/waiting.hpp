#pragma once
#include <list>
#include <memory>
#include <string>

#include "base/files.hpp"
#include "base/process.hpp"
#include "engine/engine.hpp"
#include "engine/pass.hpp"

namespace vitac {

/// An engine that has read a document as far as `\begin{document}`.
struct WaitingEngine {
  Start start;
  WorkFolder folder;
  HeldProcess process;  ///< ends before its folder goes
};

/// Engines that wait for the next version of the documents that were typeset last. Where only what follows
/// `\begin{document}` has changed, one does in a third of a pass what is left of it. All of it only saves
/// time: one that died, or has read what is no longer so, is as if it had never been there.
class WaitingEngines {
 public:
  explicit WaitingEngines(Loop& loop) : m_loop(loop) {}

  /// Notes what the next version of a document will begin with, as the last did. `stamps` are of the files of
  /// TeX that were read for that.
  void expect(Manuscript, Engine const&, std::string stamps);

  /// Starts an engine for each of the documents that were expected last, unless one waits already.
  void start();

  /// The engine that waits for this document, if it has read what a new one would; else it is ended.
  std::unique_ptr<WaitingEngine> take(Manuscript const&, Engine const&);

 private:
  struct Expected {
    Manuscript beginning;
    Engine engine;
    std::string identity, stamps;  ///< of what the engine reads
    std::unique_ptr<WaitingEngine> waiting;
  };

  std::list<Expected>::iterator expected(Manuscript const&);

  Loop& m_loop;
  std::list<Expected> m_expected;  ///< the last at the end
};

/// The rest of a document, for the engine that waits for it; its lines have the numbers that they have in the
/// whole.
std::string text_for_waiting(Manuscript const&);

}  // namespace vitac
