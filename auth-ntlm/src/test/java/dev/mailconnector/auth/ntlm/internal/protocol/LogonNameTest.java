package dev.mailconnector.auth.ntlm.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogonNameTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "svc-mail, -, svc-mail, -, svc-mail",
        "svc-mail, Corp, svc-mail, CORP, CORP\\svc-mail",
        "CORP\\svc-mail, -, svc-mail, CORP, CORP\\svc-mail",
        "corp.example\\svc-mail, -, svc-mail, CORP.EXAMPLE, CORP.EXAMPLE\\svc-mail",
        "svc-mail@CORP, -, svc-mail, CORP, CORP\\svc-mail",
        "svc-mail@corp.example, -, svc-mail@corp.example, '', svc-mail@corp.example",
        "ann@old.example@CORP, -, ann@old.example, CORP, CORP\\ann@old.example",
        "a@b@corp.example, -, a@b@corp.example, '', a@b@corp.example",
        "svc-mail@corp.example, CORP, svc-mail@corp.example, CORP, CORP\\svc-mail@corp.example",
        ".\\Administrator, -, Administrator, ., .\\Administrator"
      })
  void name_inEachForm_isUserAndDomain(
      String given, String domain, String user, String expectedDomain, String shown) {
    LogonName name = LogonName.of(given, domain);

    assertThat(name).isEqualTo(new LogonName(user, expectedDomain));
    assertThat(name).hasToString(shown);
  }
}
