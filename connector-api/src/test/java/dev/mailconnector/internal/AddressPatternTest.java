package dev.mailconnector.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPatternTest {

  @ParameterizedTest
  @CsvSource({
    "robot@example.com, robot@example.com",
    "Robot@Example.COM, rOBOT@exAMPLE.com",
    "*@example.com, anyone@example.com",
    "*@example.com, '\"a b\"@example.com'",
    "*@example.com, '\"a@evil.example\"@example.com'",
    "bounces+*@example.com, bounces+ann=other.example@example.com",
    "*-noreply@example.com, shop-noreply@example.com",
    "a*c*e@example.com, abcde@example.com",
    "*@*.example.com, a@b.example.com",
    "*@*.example.com, a@c.b.example.com",
    "*@b\u00fccher.example, ann@xn--bcher-kva.example",
    "*@XN--BCHER-KVA.example, ann@B\u00dcCHER.example",
    "j\u00fcrgen@example.com, j\u00fcrgen@example.com"
  })
  void address_thatThePatternMeans_matches(String pattern, String address) {
    assertThat(AddressPattern.anyOf(List.of("other@pattern.example", pattern))).accepts(address);
  }

  @ParameterizedTest
  @CsvSource({
    "robot@example.com, robots@example.com",
    "robot@example.com, robot@example.com.evil.example",
    "robot@example.com, robot@evil-example.com",
    "robot@example.com, xrobot@example.com",
    "r.bot@example.com, robot@example.com",
    "*@example.com, ann@sub.example.com",
    "*@*.example.com, ann@example.com",
    "*@*.example.com, ann@evilexample.com",
    "*@example.com, ann@example.com.",
    "*@example.com, postmaster",
    "*@example.com, @example.com",
    "*@example.com, ann@",
    "*@example.com, '@evil.example:ann@example.com'",
    "*@example.com, ann@evil.example@example.com",
    "*@example.com, '\"ann@example.com'",
    "*@strasse.example, ann@stra\u00dfe.example",
    "*@192.0.2.1, ann@[192.0.2.1]",
    "kim@example.com, \u212aim@example.com"
  })
  void address_thatThePatternDoesNotMean_doesNotMatch(String pattern, String address) {
    assertThat(AddressPattern.anyOf(List.of(pattern))).rejects(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "example.com",
        "@example.com",
        "a b@example.com",
        "\"a\"@example.com",
        "<a@example.com>",
        "a@b@example.com",
        "a,b@example.com"
      })
  void text_withoutALocalPart_isNoPattern(String text) {
    assertThatThrownBy(() -> AddressPattern.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("(An address|A domain) is needed, .*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "*.",
        "*.*",
        ".example.com",
        "example.com.",
        "a..b",
        "*example.com",
        "@example.com",
        "a.*.com",
        "[192.0.2.1]",
        "a b",
        "a\r\nb",
        "ann@example.com"
      })
  void text_thatIsNoDomain_isNoPattern(String text) {
    assertThatThrownBy(() -> DomainPattern.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A domain is needed, example.com, or *.example.com for all domains below it.");
  }

  @Test
  void domain_thatOlderSoftwareTakesForAnother_isNoPattern() {
    assertThatThrownBy(() -> DomainPattern.of("stra\u00dfe.example"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("give its ASCII form");
  }
}
