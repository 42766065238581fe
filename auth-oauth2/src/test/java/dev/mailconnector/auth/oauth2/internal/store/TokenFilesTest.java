package dev.mailconnector.auth.oauth2.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE;

import dev.mailconnector.auth.oauth2.RefreshTokenStore;
import dev.mailconnector.auth.oauth2.RefreshTokenStore.Lease;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.store.FileSteps.Step;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFilesTest {
  private static final Secret FIRST = Secret.of("first-token");
  private static final Secret SECOND = Secret.of("second-token");
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  /** The machine stops: nothing of the process runs on, no clean-up either. */
  private static final class PowerFailure extends Error {
    private static final long serialVersionUID = 1L;
  }

  @TempDir Path folder;

  @Test
  void files_ofTwoAccounts_oneEachForTheOwnerOnlyAndNothingElse() throws Exception {
    RefreshTokenStore store = Place.FOLDER.store(folder);
    rotate(store, "ann@corp.example (mailer/1)");
    rotate(store, "ANN@corp.example (mailer/1)");
    Path home = folder.resolve("tokens");
    assertThat(permissions(home)).isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(home)) {
      assertThat(files)
          .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"))
          .extracting(file -> file.getFileName().toString().toLowerCase())
          .doesNotHaveDuplicates()
          .filteredOn(name -> !name.endsWith(".lock"))
          .hasSize(2)
          .allMatch(name -> name.matches("ann@corp\\.example_mailer_1_-[0-9a-f]{16}\\.token"));
    }
  }

  @Test
  void file_asItIsOnDisk_hasAccountAndKeyIdInClearAndNoToken() throws Exception {
    rotate(Place.FILE.store(folder), "ann");
    String content = Files.readString(file());
    String header =
        new String(Base64.getUrlDecoder().decode(content.split("\\.")[0]), StandardCharsets.UTF_8);
    assertThat(header)
        .contains("\"alg\":\"dir\"", "\"enc\":\"A256GCM\"", "\"account\":\"ann\"", "\"v\":1")
        .doesNotContain("token\":\"");
  }

  @ParameterizedTest
  @EnumSource(mode = EXCLUDE, names = "MEMORY")
  void take_wrongKey_namesBothAndChangesNothing(Place place) throws Exception {
    rotate(place.store(folder), "ann");
    TokenException failure = failure(place.store(folder, Place.OTHER_KEY));
    assertThat(failure.permanent()).isTrue();
    assertThat(failure)
        .hasMessageMatching("(?s).*was encrypted with the key [0-9a-f]{12}; here is the key .*")
        .returns("token-store-other-key", told -> told.diagnosis().orElseThrow().id())
        .hasMessageContaining("auth.token-store.key");
    assertThat(current(place.store(folder))).isEqualTo(SECOND);
  }

  @ParameterizedTest
  @EnumSource(mode = EXCLUDE, names = "MEMORY")
  void take_keyThatIsBeingReplaced_formerOneOpensAndNewOneCloses(Place place) throws Exception {
    rotate(place.store(folder), "ann");
    RefreshTokenStore both = place.store(folder, Place.OTHER_KEY + "\n" + Place.KEY);
    assertThat(current(both)).isEqualTo(SECOND);
    assertThat(current(place.store(folder, Place.OTHER_KEY))).isEqualTo(SECOND);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "secret", "AAAA", "ff ff", "MDEyMzQ1Njc4OWFiY2RlZg=="})
  void take_keyThatIsNone_saysHowToMakeOne(String key) {
    TokenException failure = failure(Place.FILE.store(folder, Place.KEY + "\n" + key + ","));
    assertThat(failure.permanent()).isTrue();
    assertThat(failure)
        .hasMessageContaining("openssl rand -base64 32")
        .returns("token-store-key-malformed", told -> told.diagnosis().orElseThrow().id());
    assertThat(failure.getMessage()).doesNotContain(Place.KEY);
    assertThat(Files.exists(file())).isFalse();
  }

  @Test
  void take_keyFileMissing_saysWhich() {
    Path key = folder.resolve("key");
    RefreshTokenStore store = RefreshTokenStore.encryptedFile(file(), SecretSource.file(key));
    assertThat(failure(store)).hasMessageContaining("The secret file " + key + " does not exist");
  }

  @Test
  void take_keyInKeyStore_used() throws Exception {
    Path p12 = folder.resolve("keys.p12");
    char[] password = "key store".toCharArray();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, password);
    keys.setEntry(
        "tokens",
        new KeyStore.SecretKeyEntry(
            new SecretKeySpec(Base64.getDecoder().decode(Place.KEY), "AES")),
        new KeyStore.PasswordProtection(password));
    try (var out = Files.newOutputStream(p12)) {
      keys.store(out, password);
    }
    rotate(Place.FILE.store(folder), "ann");
    for (String alias : Arrays.asList("tokens", null)) {
      SecretSource key = RefreshTokenStore.keyStore(p12, fixed("key store"), alias);
      assertThat(current(RefreshTokenStore.encryptedFile(file(), key))).isEqualTo(SECOND);
    }
    SecretSource wrong = RefreshTokenStore.keyStore(p12, fixed("another"), null);
    assertThat(failure(RefreshTokenStore.encryptedFile(file(), wrong)))
        .hasMessageContaining("The key store " + p12 + " cannot be opened");
    SecretSource unnamed = RefreshTokenStore.keyStore(p12, fixed("key store"), "other");
    assertThat(failure(RefreshTokenStore.encryptedFile(file(), unnamed)))
        .hasMessageContaining("has no secret key of this name")
        .returns("token-store-key-store-unusable", told -> told.diagnosis().orElseThrow().id());
  }

  static List<Arguments> damages() {
    return List.of(
        Arguments.of("empty", ""),
        Arguments.of("garbage", "\u0000\u0001\u0002"),
        Arguments.of("other JWE", "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAA.AAAA.AAAA"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damages")
  void take_fileThatIsSomethingElse_saysDamagedAndLeavesIt(String name, String content)
      throws Exception {
    Files.writeString(file(), content);
    assertDamaged(content);
  }

  /** Header, (no key,) nonce, content, tag. */
  @ParameterizedTest
  @ValueSource(ints = {0, 2, 3, 4})
  void take_changedPart_saysDamagedAndLeavesIt(int changed) throws Exception {
    rotate(Place.FILE.store(folder), "ann");
    String[] parts = Files.readString(file()).split("\\.", -1);
    byte[] part = Base64.getUrlDecoder().decode(parts[changed]);
    if (changed == 0) {
      // The header is authenticated: what can be read in it has not been changed.
      part =
          new String(part, StandardCharsets.UTF_8)
              .replace("ann", "bob")
              .getBytes(StandardCharsets.UTF_8);
    } else {
      part[0] ^= 1;
    }
    parts[changed] = Base64.getUrlEncoder().withoutPadding().encodeToString(part);
    Files.writeString(file(), String.join(".", parts));
    assertDamaged(String.join(".", parts));
  }

  @Test
  void take_truncatedAnywhere_saysDamagedOrOtherKey() throws Exception {
    rotate(Place.FILE.store(folder), "ann");
    String whole = Files.readString(file());
    for (int length = 0; length < whole.length(); length += 7) {
      Files.writeString(file(), whole.substring(0, length));
      assertThat(failure(Place.FILE.store(folder)).permanent()).isTrue();
    }
  }

  private void assertDamaged(String content) throws IOException {
    TokenException failure = failure(Place.FILE.store(folder));
    assertThat(failure.permanent()).isTrue();
    assertThat(failure)
        .hasMessageContaining("one.token is damaged")
        .returns("token-store-damaged", told -> told.diagnosis().orElseThrow().id());
    assertThat(Files.readString(file())).isEqualTo(content);
  }

  @Test
  void take_fileOfAnotherAccount_namesBoth() throws Exception {
    RefreshTokenStore store = Place.FILE.store(folder);
    rotate(store, "bob");
    assertThat(failure(store))
        .hasMessageContaining("one.token is of another account: bob")
        .returns("token-store-other-account", told -> told.diagnosis().orElseThrow().id())
        .hasMessageContaining("ann needs a file of its own");
    assertThat(current(store, "bob")).isEqualTo(SECOND);
  }

  @Test
  void take_folderInPlaceOfAFileOrNone_saysSo() throws Exception {
    Files.createDirectory(file());
    assertThat(failure(Place.FILE.store(folder))).hasMessageContaining("it is a folder");
    RefreshTokenStore nowhere =
        RefreshTokenStore.encryptedFile(folder.resolve("a/b"), fixed(Place.KEY));
    TokenException failure = failure(nowhere);
    assertThat(failure.permanent()).isTrue();
    assertThat(failure)
        .hasMessageContaining("create it if it is missing")
        .returns("token-store-not-open", told -> told.diagnosis().orElseThrow().id());
    Files.writeString(folder.resolve("tokens"), "a file");
    assertThat(failure(Place.FOLDER.store(folder))).hasMessageContaining("could not be locked");
  }

  /** As a service finds it when an administrator has run the login. */
  @Test
  void take_fileOfSomebodyElse_saysWhoseItMustBe() throws Exception {
    rotate(Place.FILE.store(folder), "ann");
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(file()), "this process may read everything");

    TokenException failure = failure(Place.FILE.store(folder));

    assertThat(failure.permanent()).isTrue();
    assertThat(failure).hasMessageContaining("(chown)").hasMessageContaining("mailconnector login");
  }

  /** Root may write everywhere; the interop profile tries a disk that even root cannot write. */
  @Test
  void take_folderOfSomebodyElse_saysWhoMustActAndLeavesTheFile() throws Exception {
    rotate(Place.FILE.store(folder), "ann");
    String before = Files.readString(file());
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-x------"));
    try {
      assumeFalse(Files.isWritable(folder), "this process may write everywhere");
      TokenException failure = failure(Place.FILE.store(folder));
      assertThat(failure.permanent()).isTrue();
      assertThat(failure).hasMessageContaining("Let this process read and write the folder");
    } finally {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
    assertThat(Files.readString(file())).isEqualTo(before);
  }

  @Test
  void take_sameFileByAnotherPath_sameLock() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
    try (Lease lease = Place.FILE.store(folder).take("ann", FIRST, NOW)) {
      assertThat(failure(Place.FILE.store(link)))
          .hasMessageContaining("in use by another")
          .returns("refresh-token-in-use", told -> told.diagnosis().orElseThrow().id());
      assertThat(lease.present()).isEqualTo(FIRST);
    }
  }

  @Test
  void settle_fileChangedMeanwhile_newTokenIsKeptInMemoryOnly() throws Exception {
    RefreshTokenStore store = Place.FILE.store(folder);
    rotate(store, "ann");
    byte[] backup = Files.readAllBytes(file());
    try (Lease lease = store.take("ann", FIRST, NOW)) {
      lease.present();
      Files.write(file(), backup);
      assertThatThrownBy(() -> lease.settle(Secret.of("third"), null))
          .hasMessageContaining("was not kept")
          .hasMessageContaining("changed by somebody else");
    }
    assertThat(Files.readAllBytes(file())).isEqualTo(backup);
    assertThat(current(store)).isEqualTo(Secret.of("third"));
    assertThat(current(Place.FILE.store(folder))).isEqualTo(Secret.of("third"));
  }

  static Stream<Arguments> everyStepOfTwoWrites() {
    return Stream.of(0, 1)
        .flatMap(write -> Arrays.stream(Step.values()).map(step -> Arguments.of(write, step)));
  }

  /** The first write of an exchange records that it began, the second one its end. */
  @ParameterizedTest(name = "{1} of write {0}")
  @MethodSource("everyStepOfTwoWrites")
  void exchange_machineStopsAtThisStep_goesOnOrTellsOfIt(int write, Step step) throws Exception {
    rotate(Place.FILE.store(folder), "ann");
    StepFailure failure = new StepFailure(write, step, true);
    assertThatThrownBy(() -> exchange(store(failure))).isInstanceOf(PowerFailure.class);

    try (Lease lease = Place.FILE.store(folder).take("ann", FIRST, NOW.plusSeconds(60))) {
      boolean renamed = step == Step.SYNC_FOLDER;
      boolean begun = write == 1 || renamed;
      boolean ended = write == 1 && renamed;
      assertThat(lease.unfinished())
          .isEqualTo(begun && !ended ? Optional.of(NOW) : Optional.empty());
      assertThat(lease.present()).isEqualTo(ended ? Secret.of("third") : SECOND);
      lease.settle(Secret.of("fourth"), null);
    }
    assertThat(current(Place.FILE.store(folder))).isEqualTo(Secret.of("fourth"));
  }

  @ParameterizedTest(name = "{1} of write {0}")
  @MethodSource("everyStepOfTwoWrites")
  void exchange_diskFailsAtThisStep_saysSoAndLosesNothing(int write, Step step) throws Exception {
    rotate(Place.FILE.store(folder), "ann");
    RefreshTokenStore store = store(new StepFailure(write, step, false));
    TokenException failure = catchThrowableOfType(TokenException.class, () -> exchange(store));
    assertThat(failure.permanent()).isFalse();
    assertThat(failure)
        .hasMessageContaining("could not be written for ann: No space left on device")
        .returns("token-store-failing", told -> told.diagnosis().orElseThrow().id());

    try (Lease lease = store.take("ann", FIRST, NOW.plusSeconds(60))) {
      assertThat(lease.present()).isEqualTo(write == 1 ? Secret.of("third") : SECOND);
      assertThat(lease.recent()).isEmpty();
    }
  }

  private RefreshTokenStore store(FileSteps.Watcher watcher) {
    return new LeasedRefreshTokens(
        new TokenFiles(file(), false, Place.seal(Place.KEY), watcher), Duration.ZERO);
  }

  /** As a caller does who cannot clean up. */
  private static void exchange(RefreshTokenStore store) throws TokenException {
    try (Lease lease = store.take("ann", FIRST, NOW)) {
      lease.present();
      lease.settle(Secret.of("third"), null);
    }
  }

  /** Fails at one step of one write, once. */
  private static final class StepFailure implements FileSteps.Watcher {
    private final int write;
    private final Step failing;
    private final boolean stop;
    private int writes = -1;

    StepFailure(int write, Step failing, boolean stop) {
      this.write = write;
      this.failing = failing;
      this.stop = stop;
    }

    @Override
    public void before(Step step) throws IOException {
      writes += step == Step.CREATE ? 1 : 0;
      if (writes != write || step != failing) {
        return;
      }
      if (stop) {
        throw new PowerFailure();
      }
      throw new IOException("No space left on device");
    }
  }

  private Path file() {
    return folder.resolve("one.token");
  }

  private static String permissions(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void rotate(RefreshTokenStore store, String account) throws TokenException {
    try (Lease lease = store.take(account, FIRST, NOW)) {
      lease.present();
      lease.settle(SECOND, null);
    }
  }

  private static Secret current(RefreshTokenStore store) throws TokenException {
    return current(store, "ann");
  }

  private static Secret current(RefreshTokenStore store, String account) throws TokenException {
    try (Lease lease = store.take(account, FIRST, NOW)) {
      return lease.present();
    }
  }

  private static TokenException failure(RefreshTokenStore store) {
    return catchThrowableOfType(TokenException.class, () -> current(store));
  }

  private static SecretSource fixed(String text) {
    return SecretSource.fixed(Secret.of(text));
  }
}
