package dev.mailconnector.auth.ntlm.internal.protocol;

import static dev.mailconnector.auth.ntlm.internal.protocol.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values of [MS-NLMP] section 4.2.4, of Davenport's paper and of the tests of other clients. */
class NtlmV2ResponseTest {
  private static final String SERVER_CHALLENGE = "0123456789abcdef";
  private static final String DAVENPORT_TARGET_INFO =
      "02000c0044004f004d00410049004e0001000c005300450052005600450052000400140064006f006d0061006900"
          + "6e002e0063006f006d00030022007300650072007600650072002e0064006f006d00610069006e002e0063"
          + "006f006d0000000000";
  private static final String SPECIFICATION_PAIRS =
      "02000c0044006f006d00610069006e0001000c00530065007200760065007200";

  @ParameterizedTest
  @CsvSource({
    "User, Domain, Password, 0c868a403bfd7a93a3001ef22ef02e3f",
    "user, DOMAIN, SecREt01, 04b8e0ba74289cc540826bab1dee63ae",
    "testuser, EXAMPLE.COM, Passw0rd!., ea13645717a062cff665747bb4512a43"
  })
  void key_ofUserDomainAndPassword_isThePublishedOne(
      String user, String domain, String password, String expected) {
    assertThat(hex(NtlmV2Response.key(user, domain, password))).isEqualTo(expected);
  }

  @Test
  void key_userInOtherCase_isTheSameButAnotherDomainIsNot() {
    byte[] key = NtlmV2Response.key("jürgen.groß", "Corp", "pä ß");

    assertThat(NtlmV2Response.key("JÜRGEN.GROß", "Corp", "pä ß")).isEqualTo(key);
    assertThat(NtlmV2Response.key("JÜRGEN.GROSS", "Corp", "pä ß")).isNotEqualTo(key);
    assertThat(NtlmV2Response.key("jürgen.groß", "CORP", "pä ß")).isNotEqualTo(key);
  }

  /** What the exFAT specification (section 7.2.5) and Samba have for these letters. */
  @ParameterizedTest
  @CsvSource({
    "yıldız, YıLDıZ, YILDIZ",
    "kaµ, KAµ, KAΜ",
    "ſam, ſAM, SAM",
    "γιώργος, ΓΙΏΡΓΟΣ, ΓΙΩΡΓΟΣ",
    "გიორგი, გიორგი, ᲒᲘᲝᲠᲒᲘ",
    "ǆ, Ǆ, ǅ",
    "ÿvonne, ŸVONNE, YVONNE"
  })
  void key_userOutsideAscii_isInTheUpperCaseOfWindows(String user, String same, String other) {
    byte[] key = NtlmV2Response.key(user, "CORP", "secret");

    assertThat(NtlmV2Response.key(same, "CORP", "secret")).isEqualTo(key);
    assertThat(NtlmV2Response.key(other, "CORP", "secret")).isNotEqualTo(key);
  }

  @Test
  void response_ofTheSpecificationsExample_isTheSpecifications() {
    NtlmV2Response response =
        new NtlmV2Response(
            NtlmV2Response.key("User", "Domain", "Password"),
            hex(SERVER_CHALLENGE),
            hex("aaaaaaaaaaaaaaaa"),
            new byte[8],
            hex(SPECIFICATION_PAIRS + "00000000"));

    assertThat(hex(response.ntResponse()))
        .isEqualTo(
            "68cd0ab851e51c96aabc927bebef6a1c01010000000000000000000000000000aaaaaaaaaaaaaaaa"
                + "0000000002000c0044006f006d00610069006e0001000c005300650072007600650072000000"
                + "000000000000");
    assertThat(hex(response.lmResponse()))
        .isEqualTo("86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa");
    assertThat(hex(response.sessionBaseKey())).isEqualTo("8de40ccadbc14a82f15cb0ad0de95ca3");
    assertThat(hex(OldCryptography.rc4(response.sessionBaseKey(), hex("55".repeat(16)))))
        .isEqualTo("c5dad2544fc9799094ce1ce90bc9d03e");
  }

  @Test
  void response_ofDavenportsExample_isDavenports() {
    NtlmV2Response response =
        new NtlmV2Response(
            NtlmV2Response.key("user", "DOMAIN", "SecREt01"),
            hex(SERVER_CHALLENGE),
            hex("ffffff0011223344"),
            hex("0090d336b734c301"),
            hex(DAVENPORT_TARGET_INFO));

    assertThat(hex(Arrays.copyOf(response.ntResponse(), 16)))
        .isEqualTo("cbabbca713eb795d04c97abc01ee4983");
    assertThat(hex(response.lmResponse()))
        .isEqualTo("d6e6152ea25d03b7c6ba6629c2d6aaf0ffffff0011223344");
    assertThat(hex(response.sessionBaseKey())).isEqualTo("b94a239bb4c6d1ec08306a071d2b90f0");
  }

  @ParameterizedTest
  @CsvSource({
    "00000000000000000000000000000000, f337ab757abc12f768105560b4cb3017,"
        + " 8897e285f1ce38187ce4d36edf376168",
    "f509e7acfdee201398bbbfa148632a8c, 67cfbb4d65af3f673e5116226c30d984,"
  })
  void response_withTargetNameAndChannelBindings_isMailKits(
      String bindings, String proof, String sessionBaseKey) {
    NtlmV2Response response =
        new NtlmV2Response(
            NtlmV2Response.key("User", "Domain", "Password"),
            hex(SERVER_CHALLENGE),
            hex("aaaaaaaaaaaaaaaa"),
            new byte[8],
            hex(SPECIFICATION_PAIRS + "09000000" + "0a001000" + bindings + "00000000"));

    assertThat(response.ntResponse()).hasSize(108);
    assertThat(hex(Arrays.copyOf(response.ntResponse(), 16))).isEqualTo(proof);
    if (sessionBaseKey != null) {
      assertThat(hex(response.sessionBaseKey())).isEqualTo(sessionBaseKey);
    }
  }

  @Test
  void response_toATypicalDomain_isMailKits() {
    String pairs = DAVENPORT_TARGET_INFO.substring(0, DAVENPORT_TARGET_INFO.length() - 8);
    NtlmV2Response response =
        new NtlmV2Response(
            NtlmV2Response.key("user", "DOMAIN", "password"),
            hex(SERVER_CHALLENGE),
            hex("0102030405050607"),
            Filetime.of(Instant.parse("2021-08-15T15:20:00Z")),
            hex(pairs + "09000000" + "0a001000" + "00".repeat(16) + "00000000"));

    assertThat(hex(Arrays.copyOf(response.ntResponse(), 16)))
        .isEqualTo("222db046b3f3162184b725281130788d");
    assertThat(hex(response.lmResponse()))
        .isEqualTo("01556aa29db4ae9151477abe1ab632790102030405050607");
  }

  @Test
  void wipe_leavesNoKey() {
    byte[] key = NtlmV2Response.key("User", "Domain", "Password");
    NtlmV2Response response =
        new NtlmV2Response(key, new byte[8], new byte[8], new byte[8], new byte[4]);

    response.wipe();

    assertThat(key).containsOnly(0);
    assertThat(response.sessionBaseKey()).containsOnly(0);
  }
}
