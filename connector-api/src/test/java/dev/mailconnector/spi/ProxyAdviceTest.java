package dev.mailconnector.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyAdviceTest {
  private static final ProxyAdvice BASIC_ALONE = new ProxyAdvice("proxy", List.of("Basic"));
  private static final ProxyAdvice BOTH = new ProxyAdvice("proxy", List.of("NTLM", "Basic"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Basic realm=\"x\" | Basic",
        "NTLM, Basic realm=\"a, NTLM b\" | NTLM Basic",
        "Negotiate / NTLM / Basic realm=\"p\" | Negotiate NTLM Basic",
        "Digest realm=\"x\", nonce = \"y\", qop=auth, ntlm | Digest ntlm",
        "NTLM TlRMTVNTUAAC==, Negotiate  | NTLM=TlRMTVNTUAAC== Negotiate",
        "Basic realm=\"a \\\" b, NTLM\" | Basic",
        "Negotiate oYG+/A== | Negotiate=oYG+/A==",
        "=, \"\", 1x, realm=\"x\" | ``",
      })
  void fields_asProxiesWriteThem_areRead(String fields, String expected) {
    List<ProxyChallenge> read = ProxyChallenge.read(Arrays.asList(fields.split(" / ")));

    assertThat(read)
        .extracting(c -> c.data() == null ? c.scheme() : c.scheme() + "=" + c.data())
        .containsExactly(expected.isEmpty() ? new String[0] : expected.split(" "));
  }

  @Test
  void fields_endless_areReadInPart() {
    assertThat(ProxyChallenge.read(List.of("NTLM,".repeat(1000)))).hasSize(20);
  }

  @Test
  void challenge_printed_showsNoData() {
    assertThat(new ProxyChallenge("NTLM", "TlRMTVNT")).hasToString("NTLM");
  }

  @Test
  void missingLogin_atAProxyOfEachKind_isToldByItsKeys() {
    assertThat(BASIC_ALONE.onMissingLogin(offered("Basic")).text())
        .isEqualTo(
            "The proxy wants a login: an administrator must set proxy.user and proxy.password.");
    assertThat(BOTH.onMissingLogin(offered("NTLM", "Basic")).text())
        .contains("set proxy.user, proxy.password and proxy.domain")
        .doesNotContain("auth-ntlm");
    assertThat(BASIC_ALONE.onMissingLogin(offered("NTLM")).text())
        .contains("put mailconnector-auth-ntlm");
  }

  @Test
  void refusal_byWhatIsOffered_saysWhatIsMissing() {
    assertThat(BOTH.onRefusal(offered("NTLM")).text())
        .contains("check proxy.user, proxy.password and proxy.domain; it offers NTLM")
        .contains("lock the user out")
        .doesNotContain("auth-ntlm");
    assertThat(BASIC_ALONE.onRefusal(offered("NTLM", "Negotiate")).text())
        .contains("The proxy takes NTLM, Negotiate: put mailconnector-auth-ntlm");
    assertThat(BOTH.onRefusal(offered("Negotiate")).text())
        .contains("The proxy takes Negotiate only", "here is NTLM, Basic", "beside Kerberos");
    assertThat(BOTH.onRefusal(offered("Digest")).text())
        .contains("The proxy takes Digest only", "must offer one of these");
    assertThat(BOTH.onRefusal(offered()).text()).contains("it names no way to log in");
  }

  private static List<ProxyChallenge> offered(String... schemes) {
    return ProxyChallenge.read(Arrays.asList(schemes));
  }
}
