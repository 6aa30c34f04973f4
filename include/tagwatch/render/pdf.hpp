// The digest as PDF: its page, printed by WeasyPrint, which is a program of its own.
#pragma once

#include <string>
#include <string_view>

#include "tagwatch/base/error.hpp"
#include "tagwatch/base/time.hpp"

namespace tagwatch {

/// What prints, and how long it may take. Tests name other programs.
struct PdfPrinter {
  std::string program = "weasyprint";  ///< looked for in PATH where it is no path
  Duration time_max = std::chrono::seconds(60);
};

/// Prints the page. The program runs without a shell, reads the page from its standard input, and
/// is ended when its time is over. It sees no variable of this process but PATH and HOME, and what
/// a page names on the network stays away. Blocks. The same page gives the same bytes.
/// Errors: io, with what to install, or with what the program said.
[[nodiscard]] Result<std::string> html_to_pdf(std::string_view html,
                                              const PdfPrinter& printer = {});

}  // namespace tagwatch
