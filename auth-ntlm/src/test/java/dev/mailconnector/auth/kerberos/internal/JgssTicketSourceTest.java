package dev.mailconnector.auth.kerberos.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.kerberos.KerberosTicket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JgssTicketSourceTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  /** A sidecar may write the same wrong keys every minute; each attempt would count. */
  @Test
  void stamp_sameKeysWrittenAgain_isTheSame(@TempDir Path folder) throws Exception {
    Path keytab = Files.write(folder.resolve("svc-mail.keytab"), new byte[] {5, 2, 1});
    JgssTicketSource source =
        new JgssTicketSource(
            new KerberosPlan(new TicketOrigin.Keytab(keytab), "svc-mail@CORP.TEST", null),
            "smtp/mail.corp.test");
    Object first = source.stamp();

    Files.setLastModifiedTime(keytab, FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));
    assertThat(source.stamp()).isNotNull().isEqualTo(first);
    Files.write(keytab, new byte[] {5, 2, 2});
    assertThat(source.stamp()).isNotEqualTo(first);
    Files.delete(keytab);
    assertThat(source.stamp()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"10, 8", "8, 10"})
  void end_isThatOfTheTicketThatEndsFirst(int granting, int service) {
    Subject subject = new Subject();
    subject.getPrivateCredentials().add(ticket("krbtgt/CORP.TEST@CORP.TEST", granting));
    subject.getPrivateCredentials().add(ticket("smtp/mail.corp.test@CORP.TEST", service));

    assertThat(JgssTicketSource.end(subject)).isEqualTo(NOON.plus(Duration.ofHours(8)));
  }

  private static KerberosTicket ticket(String server, int hours) {
    return new KerberosTicket(
        new byte[] {1},
        new KerberosPrincipal("svc-mail@CORP.TEST"),
        new KerberosPrincipal(server),
        new byte[16],
        17,
        null,
        Date.from(NOON),
        Date.from(NOON),
        Date.from(NOON.plus(Duration.ofHours(hours))),
        null,
        null);
  }
}
