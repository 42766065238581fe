package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.transport.PoolSettings;
import dev.mailconnector.transport.TlsMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.io.TempDir;

/** Sends and connects on virtual threads, from the release on where monitors pin nothing. */
@EnabledForJreRange(minVersion = 24)
class VirtualThreadsTest {
  private static final String PINNED = "jdk.VirtualThreadPinned";

  @TempDir private Path folder;

  @Test
  void sends_onVirtualThreads_connectIncluded_pinNoCarrier() throws Exception {
    Path file = folder.resolve("pinned.jfr");
    try (ScriptedSmtpServer server = Lab.server(ServerTls.STARTTLS).start();
        MailConnector connector =
            new Lab()
                .connector(
                    Lab.account(server, TlsMode.STARTTLS)
                        .pool(PoolSettings.defaults().withMaxConnections(8).withMaxMessages(10))
                        .build());
        Recording recording = new Recording()) {
      recording.enable(PINNED).withThreshold(Duration.ZERO).withStackTrace();
      // Classes are loaded by now: threads that wait for a class pin their carriers.
      connector.send(Lab.message());
      connector.evictConnections();
      recording.start();
      ExecutorService virtual = virtualThreads();
      List<Future<SendReceipt>> sends = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        sends.add(virtual.submit(() -> connector.send(Lab.message())));
      }
      for (Future<SendReceipt> send : sends) {
        send.get(60, TimeUnit.SECONDS);
      }
      virtual.shutdown();
      recording.stop();
      recording.dump(file);

      assertThat(server.messages()).hasSize(201);
    }
    assertThat(Files.size(file)).isPositive();
    assertThat(RecordingFile.readAllEvents(file))
        .filteredOn(event -> event.getEventType().getName().equals(PINNED))
        .filteredOn(VirtualThreadsTest::isOurs)
        .isEmpty();
  }

  /**
   * To load and initialise a class pins as well, once, and is nobody's fault; nor is it a wait for
   * a server when the JDK fails to leave its carrier for a monitor that is free a moment later.
   */
  private static boolean isOurs(RecordedEvent event) {
    if (event.hasField("blockingOperation")
        && "Contended monitor enter".equals(event.getString("blockingOperation"))) {
      return false;
    }
    String reason = event.hasField("pinnedReason") ? event.getString("pinnedReason") : null;
    boolean beginsAClass =
        (reason != null && reason.contains("initialization"))
            || (event.getStackTrace() != null
                && event.getStackTrace().getFrames().stream()
                    .map(frame -> frame.getMethod().getName())
                    .anyMatch(name -> name.equals("loadClass") || name.equals("<clinit>")));
    return !beginsAClass;
  }

  private static ExecutorService virtualThreads() throws ReflectiveOperationException {
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }
}
