#include "check/currencies.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "base/utf8.hpp"

namespace vitac {
namespace {

constexpr std::size_t code_size = 3;

/// Each with a blank behind it.
constexpr std::string_view codes =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP "
    "BYN BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB "
    "EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY "
    "KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR "
    "MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB "
    "RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD "
    "TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XCG XDR XOF XPF YER ZAR ZMW "
    "ZWG ZWL "
    // before the euro
    "ATS BEF CYP DEM EEK ESP FIM FRF GRD HRK IEP ITL LTL LUF LVL MTL NLG PTE SIT SKK XEU ";

constexpr std::pair<std::string_view, std::string_view> names[] = {
    {"dollar", "USD"},   {"dollars", "USD"},  {"us dollar", "USD"},   {"us dollars", "USD"},
    {"$", "USD"},        {"us$", "USD"},      {"usd$", "USD"},        {"euro", "EUR"},
    {"euros", "EUR"},    {"€", "EUR"},        {"pound", "GBP"},       {"pounds", "GBP"},
    {"sterling", "GBP"}, {"£", "GBP"},        {"yen", "JPY"},         {"¥", "JPY"},
    {"yuan", "CNY"},     {"renminbi", "CNY"}, {"rmb", "CNY"},         {"rupee", "INR"},
    {"rupees", "INR"},   {"₹", "INR"},        {"swiss franc", "CHF"}, {"swiss francs", "CHF"},
    {"sfr", "CHF"},      {"won", "KRW"},      {"₩", "KRW"},           {"real", "BRL"},
    {"reais", "BRL"},    {"r$", "BRL"},       {"ruble", "RUB"},       {"rubles", "RUB"},
    {"₽", "RUB"},      {"shekel", "ILS"},   {"shekels", "ILS"},     {"nis", "ILS"},
    {"₪", "ILS"},        {"zloty", "PLN"},    {"rand", "ZAR"},        {"c$", "CAD"},
    {"can$", "CAD"},     {"a$", "AUD"},       {"au$", "AUD"},         {"nz$", "NZD"},
    {"s$", "SGD"},       {"hk$", "HKD"},      {"nt$", "TWD"},         {"dm", "DEM"},
};

std::string_view code_like(std::string_view written) {
  if (written.size() != code_size) return {};
  std::string code;
  for (char c : written) code += c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c;
  for (auto at = codes.find(code); at != codes.npos; at = codes.find(code, at + 1))
    if (at % (code_size + 1) == 0) return codes.substr(at, code_size);
  return {};
}

}  // namespace

bool is_currency(std::string_view code) {
  return !code.empty() && code_like(code) == code;
}

std::string_view currency_meant(std::string_view written) {
  if (auto code = code_like(written); !code.empty()) return code;
  auto word = folded(trimmed(written));
  auto named = std::ranges::find_if(names, [&](auto const& row) { return folded(row.first) == word; });
  return named == std::end(names) ? std::string_view{} : named->second;
}

}  // namespace vitac
