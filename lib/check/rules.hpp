#pragma once
#include <span>

#include "base/diagnostic.hpp"
#include "engine/pdf_facts.hpp"
#include "model/rule.hpp"
#include "plan/plan.hpp"

namespace vitac {

/// What a plan does against rules: too many entries, fields that are missing, entries out of time, fields of
/// the person that the record has and the document leaves out. Each at its line, with the rule's source.
void check_rules(Plan const&, std::span<Rule const>, Diagnostics&);

/// What a PDF does against rules: pages, paper, type, margins. Said of the document at `at`, with what was
/// measured.
void check_rules(PdfFacts const&, std::span<Rule const>, Span at, Diagnostics&);

/// Whether one of the rules is about the PDF, which has to be measured then.
bool need_pdf_facts(std::span<Rule const>);

}  // namespace vitac
