package dev.mailconnector.internal.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.transport.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsContextsTest {
  private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 5);
  private final TlsContexts contexts = new TlsContexts(time::get);
  private @TempDir Path folder;

  @Test
  void verifying_sameFileWithinTenMinutes_isReadOnce() throws IOException {
    Path pem = TestAuthority.create().writePem(folder);
    SSLContext first = contexts.verifying(Trust.caFile(pem));
    time.addAndGet(Duration.ofMinutes(10).toNanos() - 1);
    assertThat(contexts.verifying(Trust.caFile(pem))).isSameAs(first);
    time.incrementAndGet();
    assertThat(contexts.verifying(Trust.caFile(pem))).isNotSameAs(first);
  }

  @Test
  void verifying_fileThatCannotBeUsed_isReadAgainNextTime() throws IOException {
    Path pem = Files.writeString(folder.resolve("ca.pem"), "nothing");
    assertThatThrownBy(() -> contexts.verifying(Trust.caFile(pem)))
        .isInstanceOf(ConfigurationException.class);
    Files.writeString(pem, TestAuthority.create().certificatePem());
    assertThat(contexts.verifying(Trust.caFile(pem))).isNotNull();
  }

  @Test
  void verifying_differentTrust_hasAContextOfItsOwn() throws Exception {
    Path pem = TestAuthority.create().writePem(folder);
    SSLContext given = SSLContext.getDefault();
    assertThat(contexts.verifying(Trust.context(given))).isSameAs(given);
    assertThat(contexts.verifying(Trust.platform()))
        .isNotSameAs(contexts.verifying(Trust.caFile(pem)))
        .isSameAs(contexts.verifying(Trust.platform()));
  }

  @Test
  void verifying_veryManyFiles_areNotAllKept() throws IOException {
    String pem = TestAuthority.create().certificatePem();
    for (int i = 0; i < 64; i++) {
      contexts.verifying(Trust.caFile(Files.writeString(folder.resolve("ca" + i), pem)));
    }
    Trust last = Trust.caFile(Files.writeString(folder.resolve("last"), pem));
    assertThat(contexts.verifying(last)).isNotSameAs(contexts.verifying(last));
    time.addAndGet(Duration.ofMinutes(10).toNanos());
    assertThat(contexts.verifying(last)).isSameAs(contexts.verifying(last));
  }
}
