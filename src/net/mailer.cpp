#include "tagwatch/net/mailer.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <memory>
#include <new>
#include <stdexcept>
#include <string_view>

#include "curl_handles.hpp"
#include "tagwatch/base/time.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;

// RFC 5321, section 4.5.3.2. The last answer gets longer: giving up there sends the mail twice.
constexpr std::chrono::seconds kReplyTimeout = 5min;
constexpr std::chrono::seconds kLastReplyTimeout = 10min;
constexpr std::chrono::seconds kConnectTimeout = 30s;
constexpr std::chrono::seconds kTotalTimeout = 20min;
constexpr int kTlsFromTheFirstByte = 465;
// The answer to QUIT says nothing of the mail.
constexpr std::string_view kFarewell = "221";
// An answer is shown as one line.
constexpr std::size_t kReplyLengthMax = 300;

void check(CURLcode code) {
  if (code == CURLE_OUT_OF_MEMORY) {
    throw std::bad_alloc();
  }
  if (code != CURLE_OK) {
    throw std::logic_error(std::string("libcurl refuses an option of mail: ") +
                           curl_easy_strerror(code));
  }
}

// libcurl's setopt is variadic: an int where it reads a long is undefined behaviour. Hence two
// doors, by type.
void set(CURL* easy, CURLoption option, long value) {
  check(curl_easy_setopt(easy, option, value));
}
template <class Pointee>
void set(CURL* easy, CURLoption option, Pointee* value) {
  check(curl_easy_setopt(easy, option, value));
}

bool is_sendable(std::string_view address) {
  return !address.empty() && std::all_of(address.begin(), address.end(), [](char c) {
    return c > ' ' && c < '\x7f' && c != '<' && c != '>';
  });
}

// What a server writes, as one line that shows nothing but text.
std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text.substr(0, kReplyLengthMax)) {
    line += c >= ' ' && c < '\x7f' ? c : ' ';
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

class Handover {
 public:
  Handover(const MailServer& server, const Mail& mail, const MailHooks& hooks)
      : server_(server), mail_(mail), hooks_(hooks), easy_(curl_easy_init()) {
    if (!easy_) {
      throw std::bad_alloc();
    }
  }

  MailOutcome run() {
    if (!is_sendable(mail_.from) || !is_sendable(mail_.to)) {
      return {MailAnswer::permanent, "an address that no mail can be sent to", false};
    }
    set_connection();
    set_message();
    return outcome(curl_easy_perform(easy_.get()));
  }

 private:
  void set_connection();
  void set_message();
  [[nodiscard]] MailOutcome outcome(CURLcode code) const;
  [[nodiscard]] MailOutcome refused() const;
  [[nodiscard]] std::string cause(CURLcode code) const;
  [[nodiscard]] long reply_code() const {
    long reply = 0;
    check(curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &reply));
    return reply;
  }

  std::size_t read(char* buffer, std::size_t size) {
    if (!begun_) {
      begun_ = true;
      if (const Result<void> ready =
              hooks_.before_message ? hooks_.before_message() : Result<void>();
          !ready) {
        not_ready_ = describe(ready.error());
        return CURL_READFUNC_ABORT;
      }
    }
    const std::size_t count = std::min(size, mail_.bytes.size() - sent_);
    std::memcpy(buffer, mail_.bytes.data() + sent_, count);
    sent_ += count;
    if (count == 0) {
      ended_ = true;  // the final dot follows
      set(easy_.get(), CURLOPT_SERVER_RESPONSE_TIMEOUT, long{kLastReplyTimeout.count()});
    }
    return count;
  }

  static std::size_t on_read(char* buffer, std::size_t size, std::size_t count, void* self) {
    return static_cast<Handover*>(self)->read(buffer, size * count);
  }
  // Only the lines of the server's answers come here.
  static std::size_t on_reply(char* line, std::size_t size, std::size_t count, void* self) {
    const std::string_view reply(line, size * count);
    if (!reply.starts_with(kFarewell)) {
      static_cast<Handover*>(self)->reply_ = one_line(reply);
    }
    return size * count;
  }
  static int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    const MailHooks& hooks = static_cast<Handover*>(self)->hooks_;
    return hooks.stopped && hooks.stopped() ? 1 : 0;
  }

  const MailServer& server_;
  const Mail& mail_;
  const MailHooks& hooks_;
  CurlEasy easy_;
  CurlList recipients_;
  std::array<char, CURL_ERROR_SIZE> error_text_{};
  std::string reply_;
  std::string not_ready_;
  std::size_t sent_ = 0;
  bool begun_ = false;
  bool ended_ = false;
};

void Handover::set_connection() {
  CURL* easy = easy_.get();
  const bool at_once = server_.tls && server_.port == kTlsFromTheFirstByte;
  const bool literal = server_.host.find(':') != std::string::npos;
  const std::string url = std::string(at_once ? "smtps" : "smtp") + "://" + (literal ? "[" : "") +
                          server_.host + (literal ? "]" : "") + ":" + std::to_string(server_.port);
  set(easy, CURLOPT_URL, url.c_str());
  set(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(easy, CURLOPT_PROXY, "");  // not even from the environment
  set(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(easy, CURLOPT_NOSIGNAL, 1L);
  set(easy, CURLOPT_FRESH_CONNECT, 1L);
  set(easy, CURLOPT_FORBID_REUSE, 1L);
  set(easy, CURLOPT_USE_SSL, static_cast<long>(server_.tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
  set(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  set(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  if (!server_.ca_file.empty()) {
    set(easy, CURLOPT_CAINFO, server_.ca_file.c_str());
  }
  if (!server_.user.empty()) {
    set(easy, CURLOPT_USERNAME, server_.user.c_str());
    set(easy, CURLOPT_PASSWORD, server_.password.c_str());
  }
  set(easy, CURLOPT_CONNECTTIMEOUT, long{kConnectTimeout.count()});
  set(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, long{kReplyTimeout.count()});
  set(easy, CURLOPT_TIMEOUT, long{kTotalTimeout.count()});
}

void Handover::set_message() {
  CURL* easy = easy_.get();
  recipients_.reset(curl_slist_append(nullptr, ("<" + mail_.to + ">").c_str()));
  if (!recipients_) {
    throw std::bad_alloc();
  }
  set(easy, CURLOPT_MAIL_FROM, ("<" + mail_.from + ">").c_str());
  set(easy, CURLOPT_MAIL_RCPT, recipients_.get());
  set(easy, CURLOPT_UPLOAD, 1L);
  set(easy, CURLOPT_ERRORBUFFER, error_text_.data());
  set(easy, CURLOPT_READFUNCTION, &Handover::on_read);
  set(easy, CURLOPT_READDATA, this);
  set(easy, CURLOPT_HEADERFUNCTION, &Handover::on_reply);
  set(easy, CURLOPT_HEADERDATA, this);
  set(easy, CURLOPT_NOPROGRESS, 0L);
  set(easy, CURLOPT_XFERINFOFUNCTION, &Handover::on_progress);
  set(easy, CURLOPT_XFERINFODATA, this);
}

// Why nothing was handed over, where it was not the server's word on this mail.
std::string Handover::cause(CURLcode code) const {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return "the name could not be resolved";
    case CURLE_COULDNT_CONNECT:
      return "no connection";
    case CURLE_USE_SSL_FAILED:
      return "the server offers no TLS (STARTTLS); nothing was sent. Where it is trusted without, "
             "write tls = \"none\"";
    case CURLE_LOGIN_DENIED:
      return "the server does not accept the user or the password (" + reply_ + ")";
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
      return "no safe connection: " + one_line(error_text_.data());
    case CURLE_OPERATION_TIMEDOUT:
      return begun_ ? "no answer in time" : "no connection or no answer in time";
    case CURLE_ABORTED_BY_CALLBACK:
      return not_ready_.empty() ? "stopped" : not_ready_;
    default:
      break;
  }
  return error_text_.front() == '\0' ? curl_easy_strerror(code) : one_line(error_text_.data());
}

// The server said no to the sender, the recipient or the message.
MailOutcome Handover::refused() const {
  const long reply = reply_code();
  constexpr std::array kOfSettings{530L, 534L, 535L, 538L};  // log in first, or otherwise
  const bool for_good =
      reply >= 500 && std::find(kOfSettings.begin(), kOfSettings.end(), reply) == kOfSettings.end();
  return {for_good ? MailAnswer::permanent : MailAnswer::temporary, "the server said: " + reply_,
          false};
}

MailOutcome Handover::outcome(CURLcode code) const {
  if (code == CURLE_OK) {
    return {MailAnswer::accepted, reply_, false};
  }
  if (code == CURLE_OUT_OF_MEMORY) {
    throw std::bad_alloc();
  }
  const long reply = reply_code();
  const std::string_view detail(error_text_.data());
  const bool about_mail = detail.starts_with("MAIL failed") || detail.starts_with("RCPT failed") ||
                          detail.starts_with("DATA failed");
  if (reply >= 400 && (ended_ || about_mail)) {
    return refused();
  }
  const std::string where = server_.host + ":" + std::to_string(server_.port) + ": ";
  if (ended_) {
    return {MailAnswer::in_doubt, where + "no answer came after the message (" + cause(code) + ")",
            false};
  }
  return {MailAnswer::temporary, where + cause(code), code != CURLE_ABORTED_BY_CALLBACK};
}

}  // namespace

MailOutcome send_mail(const MailServer& server, const Mail& mail, const MailHooks& hooks) {
  return Handover(server, mail, hooks).run();
}

}  // namespace tagwatch
