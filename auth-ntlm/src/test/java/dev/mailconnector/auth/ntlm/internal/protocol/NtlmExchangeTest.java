package dev.mailconnector.auth.ntlm.internal.protocol;

import static dev.mailconnector.auth.ntlm.internal.protocol.Vectors.EXCHANGE_AUTHENTICATE;
import static dev.mailconnector.auth.ntlm.internal.protocol.Vectors.EXCHANGE_CHALLENGE;
import static dev.mailconnector.auth.ntlm.internal.protocol.Vectors.SPECIFICATION_AUTHENTICATE;
import static dev.mailconnector.auth.ntlm.internal.protocol.Vectors.SPECIFICATION_CHALLENGE;
import static dev.mailconnector.auth.ntlm.internal.protocol.Vectors.THE_YEAR_1601;
import static dev.mailconnector.auth.ntlm.internal.protocol.Vectors.base64;
import static dev.mailconnector.auth.ntlm.internal.protocol.Vectors.drawing;
import static dev.mailconnector.auth.ntlm.internal.protocol.Vectors.field;
import static dev.mailconnector.auth.ntlm.internal.protocol.Vectors.hex;
import static dev.mailconnector.auth.ntlm.internal.protocol.Vectors.part;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.spi.Secret;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whole exchanges, held against published ones. */
class NtlmExchangeTest {
  private static final int LM = 12;
  private static final int NT = 20;
  private static final String KEY = "55".repeat(16);

  @Test
  void authenticate_theSpecificationsExample_isTheSpecificationsMessage() throws Exception {
    NtlmSettings settings =
        new NtlmSettings(new LogonName("User", "Domain"), "COMPUTER", null, null);
    NtlmExchange exchange =
        new NtlmExchange(
            settings,
            THE_YEAR_1601,
            drawing("aaaaaaaaaaaaaaaa" + KEY),
            NegotiateFlags.OFFERED | NegotiateFlags.SEAL);

    byte[] message = exchange.authenticate(base64(SPECIFICATION_CHALLENGE), Secret.of("Password"));

    assertThat(Vectors.withoutVersion(message))
        .isEqualTo(Vectors.withoutVersion(base64(SPECIFICATION_AUTHENTICATE)));
  }

  @Test
  void authenticate_whatAnExchangeServerSent_isWhatWindowsAnswered() throws Exception {
    NtlmSettings settings =
        new NtlmSettings(
            new LogonName("username", "DEVDIV"),
            "Workstation",
            "SMTPSVC/192.168.1.1",
            ChannelBindingHash.none());
    NtlmExchange exchange = new NtlmExchange(settings, THE_YEAR_1601, drawing("99dba32da39b2b75"));

    byte[] message = exchange.authenticate(base64(EXCHANGE_CHALLENGE), Secret.of("password"));

    byte[] windows = base64(EXCHANGE_AUTHENTICATE);
    assertThat(hex(field(message, NT))).isEqualTo(hex(field(windows, NT)));
    assertThat(hex(Arrays.copyOf(field(message, NT), 16)))
        .isEqualTo("6eacfcc2a96429276399e23ead7f7e97");
    assertThat(field(message, LM)).hasSize(24).containsOnly(0);
    assertThat(hex(part(message, 0, 60))).isEqualTo(hex(part(windows, 0, 60)));
    assertThat(part(message, 88, message.length)).isEqualTo(part(windows, 88, windows.length));
  }

  @Test
  void authenticate_theMessageTwice_answersTheFirstAndSignsAll() throws Exception {
    byte[] once = base64(EXCHANGE_CHALLENGE);
    byte[] twice = Arrays.copyOf(once, 2 * once.length);
    System.arraycopy(once, 0, twice, once.length, once.length);

    byte[] first = exchange("99dba32da39b2b75").authenticate(once, Secret.of("password"));
    byte[] second = exchange("99dba32da39b2b75").authenticate(twice, Secret.of("password"));

    assertThat(field(second, NT)).isEqualTo(field(first, NT));
    assertThat(part(second, 72, 88)).isNotEqualTo(part(first, 72, 88));
  }

  @Test
  void authenticate_sessionKeyOfOurs_isWipedAfterwards() throws Exception {
    List<byte[]> drawn = new ArrayList<>();
    SecureRandom random =
        new SecureRandom() {
          @Override
          public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, (byte) 0x55);
            drawn.add(bytes);
          }
        };

    exchange(random).authenticate(base64(SPECIFICATION_CHALLENGE), Secret.of("Password"));

    assertThat(drawn).extracting(octets -> octets.length).containsExactly(8, 16);
    assertThat(drawn.get(1)).containsOnly(0);
  }

  @Test
  void authenticate_noCharacterSetInCommon_isGivenUp() {
    byte[] challenge = base64(SPECIFICATION_CHALLENGE);
    challenge[20] &= ~(NegotiateFlags.UNICODE | NegotiateFlags.OEM);

    assertThatThrownBy(() -> exchange("99dba32da39b2b75").authenticate(challenge, Secret.of("x")))
        .isInstanceOf(NtlmException.class)
        .hasMessageContaining("neither Unicode nor its own code page");
  }

  @Test
  void authenticate_domainOfTheServersThatItCannotTake_isNotQuoted() {
    byte[] challenge = base64(SPECIFICATION_CHALLENGE);
    challenge[20] = (byte) ((challenge[20] & ~NegotiateFlags.UNICODE) | NegotiateFlags.OEM);
    byte[] domain = "Domain".getBytes(UTF_16LE);
    byte[] forged = "\r\n\u202eDo".getBytes(UTF_16LE);
    for (int i = 0; i + domain.length <= challenge.length; i++) {
      if (Arrays.equals(part(challenge, i, i + domain.length), domain)) {
        System.arraycopy(forged, 0, challenge, i, forged.length);
      }
    }

    NtlmExchange exchange = exchange("99dba32da39b2b75" + KEY);
    assertThatThrownBy(() -> exchange.authenticate(challenge, Secret.of("x")))
        .isInstanceOf(NtlmException.class)
        .hasMessageEndingWith("the domain needs more than ASCII");
  }

  @Test
  void authenticate_flagsNobodyAskedFor_areNotAgreedOn() throws Exception {
    byte[] challenge = base64(EXCHANGE_CHALLENGE);
    Arrays.fill(challenge, 20, 24, (byte) 0xff);

    byte[] message =
        exchange("99dba32da39b2b75" + KEY).authenticate(challenge, Secret.of("password"));

    // What was offered, TARGET_INFO, and Unicode in place of OEM.
    assertThat(hex(part(message, 60, 64))).isEqualTo("158288e2");
  }

  @Test
  void negotiate_namesNobodyAndOffersNoLmKey() {
    assertThat(hex(exchange("").negotiate()))
        .isEqualTo(
            "4e544c4d53535000" + "01000000" + "178208e2" + "00".repeat(16) + "0a0063450000000f");
  }

  private static NtlmExchange exchange(String drawn) {
    return exchange(drawing(drawn));
  }

  private static NtlmExchange exchange(SecureRandom random) {
    return new NtlmExchange(
        new NtlmSettings(
            new LogonName("username", null), "", "SMTPSVC/h", ChannelBindingHash.none()),
        THE_YEAR_1601,
        random);
  }
}
