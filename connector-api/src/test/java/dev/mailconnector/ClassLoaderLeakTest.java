package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import jakarta.activation.DataHandler;
import jakarta.mail.Session;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** Twice 25 applications come and go in one JVM, and nothing of them stays. */
class ClassLoaderLeakTest {
  private static final int DEPLOYMENTS = 25;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ReferenceQueue<ClassLoader> gone = new ReferenceQueue<>();

  @Test
  void librariesInsideTheApplication_areCollectedWithIt() throws Exception {
    URL[] everything = Stream.concat(Stream.of(ours()), Stream.of(libraries())).toArray(URL[]::new);

    deployAndCollect(everything, ClassLoader.getPlatformClassLoader());
  }

  @Test
  void librariesSharedByAllApplications_holdNoneOfThem() throws Exception {
    try (URLClassLoader shared =
        new URLClassLoader(libraries(), ClassLoader.getPlatformClassLoader())) {
      deployAndCollect(ours(), shared);
    }
  }

  private void deployAndCollect(URL[] classes, ClassLoader parent) throws Exception {
    try (Lab.SilentLog silence = Lab.silence();
        ScriptedSmtpServer server =
            Lab.server(ServerTls.STARTTLS)
                .mechanisms("PLAIN")
                .password("robot", "geheim")
                .start()) {
      Set<Reference<ClassLoader>> loaders = new HashSet<>();
      for (int i = 0; i < DEPLOYMENTS; i++) {
        loaders.add(deploy(classes, parent, server.port()));
      }

      assertThat(server.messages()).hasSize(DEPLOYMENTS);
      server.await(counters -> counters.connectionsOpen() == 0, PATIENCE);
      assertThat(server.counters().commands("QUIT")).isEqualTo(DEPLOYMENTS);
      // An executor has terminated a little before its threads have.
      Lab.until(
          () ->
              Thread.getAllStackTraces().keySet().stream()
                  .noneMatch(thread -> thread.getName().startsWith("mailconnector")));
      awaitCollection(loaders);
    }
  }

  private Reference<ClassLoader> deploy(URL[] classes, ClassLoader parent, int port)
      throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(classes, parent)) {
      thread.setContextClassLoader(loader);
      Class<?> application = loader.loadClass(Deployment.class.getName());
      assertThat(application).isNotSameAs(Deployment.class);
      ((IntConsumer) application.getConstructor().newInstance()).accept(port);
      return new WeakReference<>(loader, gone);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private void awaitCollection(Set<Reference<ClassLoader>> loaders) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!loaders.isEmpty() && System.nanoTime() - end < 0) {
      System.gc();
      for (Reference<?> one = gone.remove(200); one != null; one = gone.poll()) {
        loaders.remove(one);
      }
    }
    assertThat(loaders).as("class loaders that something still holds").isEmpty();
  }

  private static URL[] ours() {
    return locations(List.of(MailConnector.class, Deployment.class));
  }

  private static URL[] libraries() throws ClassNotFoundException {
    return locations(
        List.of(
            Session.class,
            SMTPTransport.class,
            DataHandler.class,
            Logger.class,
            NullMarked.class,
            Class.forName("org.slf4j.jul.JDK14LoggerAdapter"),
            Class.forName("org.eclipse.angus.activation.MailcapRegistryProviderImpl")));
  }

  private static URL[] locations(List<Class<?>> classes) {
    return classes.stream()
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
        .distinct()
        .toArray(URL[]::new);
  }
}
