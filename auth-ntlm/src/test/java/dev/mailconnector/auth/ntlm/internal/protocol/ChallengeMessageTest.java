package dev.mailconnector.auth.ntlm.internal.protocol;

import static dev.mailconnector.auth.ntlm.internal.protocol.Vectors.EXCHANGE_CHALLENGE;
import static dev.mailconnector.auth.ntlm.internal.protocol.Vectors.base64;
import static dev.mailconnector.auth.ntlm.internal.protocol.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeMessageTest {
  private static final String HEAD = "4e544c4d53535000" + "02000000";
  private static final String EMPTY_FIELD = "0000" + "0000" + "30000000";
  private static final String SERVER_CHALLENGE = "0123456789abcdef";

  @Test
  void read_ofAnExchangeServersChallenge_hasItsNames() throws Exception {
    ChallengeMessage challenge = ChallengeMessage.read(base64(EXCHANGE_CHALLENGE));

    assertThat(challenge.flags()).isEqualTo(0xa2898205);
    assertThat(hex(challenge.serverChallenge())).isEqualTo("d7c4c799452330ce");
    assertThat(challenge.targetName()).isEqualTo("DEVDIV");
    assertThat(challenge.domain()).isEqualTo("DEVDIV");
    assertThat(challenge.dnsDomain()).isEqualTo("devdiv.microsoft.com");
    assertThat(challenge.targetInfo().text(AvPairs.NB_COMPUTER_NAME)).isEqualTo("EXCHANGE");
    assertThat(hex(challenge.targetInfo().value(AvPairs.TIMESTAMP))).isEqualTo("4bd6861a7ec1d601");
    assertThat(challenge.isForVersion2()).isTrue();
  }

  @Test
  void read_ofAnOldServersChallenge_endsAfterTheChallenge() throws Exception {
    byte[] shortest = hex(HEAD + EMPTY_FIELD + "01020000" + SERVER_CHALLENGE);

    ChallengeMessage challenge = ChallengeMessage.read(shortest);

    assertThat(hex(challenge.serverChallenge())).isEqualTo(SERVER_CHALLENGE);
    assertThat(challenge.targetName()).isEmpty();
    assertThat(challenge.domain()).isNull();
    assertThat(challenge.isForVersion2()).isFalse();
  }

  @Test
  void read_flaggedButTooShortForTargetInformation_hasNone() throws Exception {
    byte[] shortest = hex(HEAD + EMPTY_FIELD + "01028000" + SERVER_CHALLENGE);

    assertThat(hex(ChallengeMessage.read(shortest).targetInfo().encoded())).isEqualTo("00000000");
  }

  @Test
  void read_withoutTheFlag_takesThePayloadForNothingElse() throws Exception {
    String name = "434f52504f524154494f4e2d4e4f525448";
    byte[] message =
        hex(HEAD + "1100" + "1100" + "20000000" + "02020000" + SERVER_CHALLENGE + name);

    ChallengeMessage challenge = ChallengeMessage.read(message);

    assertThat(challenge.targetName()).isEqualTo("CORPORATION-NORTH");
    assertThat(challenge.domain()).isNull();
  }

  @Test
  void read_inTheServersCodePage_takesTheTargetNameLetterByLetter() throws Exception {
    byte[] message =
        hex(HEAD + "0400" + "0400" + "20000000" + "02020000" + SERVER_CHALLENGE + "434f5250");

    assertThat(ChallengeMessage.read(message).targetName()).isEqualTo("CORP");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | the server's challenge (0 octets) is not an NTLM message",
        "4e544c4d | the server's challenge (4 octets) is not an NTLM message",
        "4e544c4d5353500102000000 | the server's challenge (12 octets) is not an NTLM message",
        "4e544c4d5353500001000000 | the server sent an NTLM message of type 1 where its challenge,"
            + " type 2, belongs",
        "4e544c4d53535000ffffffff | the server sent an NTLM message of type 4294967295 where its"
            + " challenge, type 2, belongs",
        "4e544c4d5353500002000000 | the server's challenge has 12 octets, and the shortest has 32",
      })
  void read_ofSomethingElse_saysWhatCame(String message, String said) {
    assertThatThrownBy(() -> ChallengeMessage.read(hex(message)))
        .isInstanceOf(NtlmException.class)
        .hasMessage(said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0100 0100 20000000", "ffff ffff 00000000", "0200 0200 ffffffff"})
  void read_ofAFieldThatLiesOutside_saysWhere(String field) {
    byte[] message = hex(HEAD + field + "01020000" + SERVER_CHALLENGE);

    assertThatThrownBy(() -> ChallengeMessage.read(message))
        .isInstanceOf(NtlmException.class)
        .hasMessageStartingWith("the target name of the server's challenge lies at ")
        .hasMessageEndingWith(", but the message has only 32");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0200 | the target information of the server's challenge is cut off",
        "0200 0800 4300 | has a pair 2 of 8 octets, which cannot be",
        "0700 0400 00000000 | has a pair 7 of 4 octets, which cannot be",
        "0600 0800 0000000000000000 | has a pair 6 of 8 octets, which cannot be"
      })
  void pairs_thatCannotBe_areRefused(String pairs, String said) {
    assertThatThrownBy(() -> AvPairs.read(hex(pairs)))
        .isInstanceOf(NtlmException.class)
        .hasMessageContaining(said);
  }

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "'00000000', ''",
    "'0200 0200 4300', 02000200 4300",
    "'0200 0200 4300 00000000 ffff', 02000200 4300",
    "'ee7f 0100 aa  0200 0200 4300', ee7f0100aa 02000200 4300"
  })
  void pairs_withOrWithoutAnEnd_keepOrderAndStrangers(String pairs, String kept) throws Exception {
    assertThat(hex(AvPairs.read(hex(pairs)).encoded()))
        .isEqualTo(kept.replace(" ", "") + "00000000");
  }

  @Test
  void pairs_thatClaimToBeOurs_areReplacedAndFlagsKept() throws Exception {
    AvPairs hostile =
        AvPairs.read(hex("0a000100 aa 06000400 01000000 0a000100 bb 09000200 5800 00000000"));

    AvPairs ours =
        hostile
            .withFlag(AvPairs.HAS_MIC)
            .with(AvPairs.CHANNEL_BINDINGS, hex("cc"))
            .with(AvPairs.TARGET_NAME, "S");

    assertThat(hex(ours.encoded()))
        .isEqualTo("0a000100cc" + "0600040003000000" + "090002005300" + "00000000");
  }

  @Test
  void isOne_ofWordsAndOtherMessages_isFalse() {
    assertThat(ChallengeMessage.isOne(base64(EXCHANGE_CHALLENGE))).isTrue();
    assertThat(ChallengeMessage.isOne(new byte[0])).isFalse();
    assertThat(ChallengeMessage.isOne(base64("NTLM"))).isFalse();
    assertThat(ChallengeMessage.isOne("ntlm supported".getBytes(StandardCharsets.US_ASCII)))
        .isFalse();
    assertThat(ChallengeMessage.isOne(Arrays.copyOf(base64(EXCHANGE_CHALLENGE), 11))).isFalse();
    assertThat(ChallengeMessage.isOne(base64(Vectors.EXCHANGE_AUTHENTICATE))).isFalse();
  }
}
