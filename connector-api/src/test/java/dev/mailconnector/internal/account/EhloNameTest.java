package dev.mailconnector.internal.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EhloNameTest {

  @ParameterizedTest
  @ValueSource(strings = {"mail.example.com", "a-1.b"})
  void of_fullyQualifiedName_isTheName(String name) throws UnknownHostException {
    assertThat(EhloName.of(name, InetAddress.getByName("192.0.2.7"))).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "laptop", "a..b", ".a", "a.", "a_b.c", "a.b\r\nMAIL", "a b.c"})
  void of_anythingElse_isTheAddressLiteral(String name) throws UnknownHostException {
    assertThat(EhloName.of(name, InetAddress.getByName("192.0.2.7"))).isEqualTo("[192.0.2.7]");
  }

  @Test
  void of_ipv6Address_isItsLiteralWithoutZone() throws UnknownHostException {
    byte[] linkLocal = InetAddress.getByName("fe80::1").getAddress();

    assertThat(EhloName.of("laptop", Inet6Address.getByAddress(null, linkLocal, 3)))
        .isEqualTo("[IPv6:fe80:0:0:0:0:0:0:1]");
  }
}
