package dev.mailconnector.auth.kerberos.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JgssTicketSourceTest {

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
}
