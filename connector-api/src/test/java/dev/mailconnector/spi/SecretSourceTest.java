package dev.mailconnector.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.failure.CredentialException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SecretSourceTest {
  @TempDir private Path folder;

  @Test
  void file_thatChanges_isReadAnewWithoutItsLineBreak() throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), "first\r\n");
    SecretSource source = SecretSource.file(file);
    assertThat(source.read().reveal()).isEqualTo("first");

    Files.writeString(file, "sec\u00f6nd \n\n");
    assertThat(source.read().reveal()).isEqualTo("sec\u00f6nd \n");
    assertThat(source).hasToString("the secret in " + file);
  }

  @Test
  void file_thatIsTooLarge_isRefusedAndNeverCut() throws IOException {
    Path file = Files.write(folder.resolve("secret"), new byte[64 * 1024 + 1]);

    assertThatThrownBy(SecretSource.file(file)::read)
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining(file + " is larger than 64 KiB");
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void file_thatIsAPipeNobodyWritesTo_isRefusedAtOnce() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start().waitFor())
        .isZero();

    assertThatThrownBy(SecretSource.file(pipe)::read)
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining(pipe + " is a pipe");
  }

  @Test
  void file_thatIsGone_isNamed() {
    assertThatThrownBy(SecretSource.file(folder.resolve("no"))::read)
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("does not exist");
  }

  @Test
  void environment_variableThatIsSet_isRead() {
    SecretSource source = SecretSource.environment("PATH");

    assertThat(source.read().reveal()).isEqualTo(System.getenv("PATH")).isNotEmpty();
    assertThat(source).hasToString("the secret in the environment variable PATH");
  }

  @Test
  void environment_variableThatIsNotSet_isNamed() {
    assertThatThrownBy(SecretSource.environment("MAILCONNECTOR_NO_SUCH_VARIABLE")::read)
        .isInstanceOfSatisfying(
            CredentialException.class,
            e -> assertThat(e.diagnosis().orElseThrow().id()).isEqualTo("secret-variable-missing"))
        .hasMessageContaining("MAILCONNECTOR_NO_SUCH_VARIABLE is not set");
  }
}
