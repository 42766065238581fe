package dev.mailconnector.auth.ntlm.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.bouncycastle.crypto.digests.MD4Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Md4Test {

  /** RFC 1320 section A.5. */
  @ParameterizedTest
  @CsvSource({
    "'', 31d6cfe0d16ae931b73c59d7e0c089c0",
    "a, bde52cb31de33e46245e05fbdbd6fb24",
    "abc, a448017aaf21d8525fc10ae87aa6729d",
    "message digest, d9130a8164549fe818874806e1c7014b",
    "abcdefghijklmnopqrstuvwxyz, d79e1c308aa5bbcdeea8ed63df412da9",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789,"
        + " 043f8582f241db351ce627e153e7f0e4",
    "12345678901234567890123456789012345678901234567890123456789012345678901234567890,"
        + " e33b4ddc9c38f2199c3e7b164fcc0536"
  })
  void digest_ofTheStandardsTexts_isTheStandards(String text, String expected) {
    assertThat(Vectors.hex(Md4.digest(text.getBytes(StandardCharsets.US_ASCII))))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "Password, a4f49c406510bdcab6824ee7c30fd852",
    "SecREt01, cd06ca7c7e10c99b1d33b7485a2ed808"
  })
  void digest_ofAPassword_isItsNtHash(String password, String expected) {
    assertThat(Vectors.hex(Md4.digest(password.getBytes(StandardCharsets.UTF_16LE))))
        .isEqualTo(expected);
  }

  @Test
  void digest_ofEveryLengthAroundTheBlocks_isThatOfAnotherLibrary() {
    Random random = new Random(4);
    for (int length = 0; length < 300; length++) {
      byte[] message = new byte[length];
      random.nextBytes(message);
      byte[] expected = new byte[16];
      MD4Digest other = new MD4Digest();
      other.update(message, 0, length);
      other.doFinal(expected, 0);

      assertThat(Md4.digest(message)).as("%d octets", length).isEqualTo(expected);
    }
  }
}
