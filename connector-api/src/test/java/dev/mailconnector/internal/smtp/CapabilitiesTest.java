package dev.mailconnector.internal.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapabilitiesTest {

  @Test
  void parse_exchangeReply_findsEverything() {
    Capabilities server =
        Capabilities.parse(
            "250-mail01.hiboxy.com Hello [10.254.252.3]\n250-SIZE 37748736\n250-PIPELINING\n"
                + "250-AUTH GSSAPI NTLM LOGIN\n250-X-EXPS GSSAPI NTLM\n250-8bitmime\n250 XRDST\n");

    assertThat(server.maxSize()).isEqualTo(37748736);
    assertThat(server.mechanisms()).containsExactly("GSSAPI", "NTLM", "LOGIN");
    assertThat(server.has("8BITMIME")).isTrue();
    assertThat(server.has("XRDST")).isTrue();
    assertThat(server.has("STARTTLS")).isFalse();
  }

  @Test
  void parse_firstLine_isNoKeyword() {
    Capabilities server = Capabilities.parse("250-AUTH PLAIN\n250 SIZE 10\n");

    assertThat(server.mechanisms()).isEmpty();
    assertThat(server.maxSize()).isEqualTo(10);
  }

  @Test
  void parse_oldFormBesideTheNew_countsOnce() {
    Capabilities server = Capabilities.parse("250-host\n250-AUTH=LOGIN\n250 AUTH LOGIN PLAIN\n");

    assertThat(server.mechanisms()).containsExactly("LOGIN", "PLAIN");
  }

  @Test
  void parse_onlyTheOldForm_isUnderstood() {
    assertThat(Capabilities.parse("250-host\n250 AUTH=LOGIN PLAIN\n").mechanisms())
        .containsExactly("LOGIN", "PLAIN");
  }

  @ParameterizedTest
  @CsvSource({"SIZE, 0", "SIZE 0, 0", "SIZE x, 0", "SIZE 99999999999999999999, 0", "SIZE 5, 5"})
  void parse_size_isTheLimitOrNone(String line, long limit) {
    assertThat(Capabilities.parse("250-host\n250 " + line + "\n").maxSize()).isEqualTo(limit);
  }

  @Test
  void parse_nothing_offersNothing() {
    assertThat(Capabilities.parse("").mechanisms()).isEmpty();
    assertThat(Capabilities.parse("250 host\n").has("HOST")).isFalse();
  }
}
