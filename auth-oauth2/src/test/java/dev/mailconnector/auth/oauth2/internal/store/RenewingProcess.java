package dev.mailconnector.auth.oauth2.internal.store;

import dev.mailconnector.auth.oauth2.RefreshTokenStore;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.TokenSource;
import dev.mailconnector.auth.oauth2.internal.answer.KeptRefreshToken;
import dev.mailconnector.auth.oauth2.internal.assertion.ClientProof;
import dev.mailconnector.auth.oauth2.internal.generic.GenericClient;
import dev.mailconnector.auth.oauth2.internal.generic.GenericRefreshToken;
import dev.mailconnector.auth.oauth2.internal.generic.TokenServer;
import dev.mailconnector.auth.oauth2.internal.http.HttpSettings;
import dev.mailconnector.auth.oauth2.internal.http.TokenHttp;
import dev.mailconnector.auth.oauth2.internal.renewal.HandContext;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.transport.Trust;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;

/** A process that does nothing but renew: once, or as fast as it can until it is killed. */
final class RenewingProcess {
  static final String CLIENT_ID = "mailer";
  static final String CLIENT_SECRET = "s3cret";

  private RenewingProcess() {}

  /** Starts it; it prints a line for each token and stops at the first failure. */
  static Process start(Place place, Path folder, Path ca, URI endpoint, String consent)
      throws Exception {
    return java(RenewingProcess.class, folder, place.name(), folder, ca, endpoint, consent);
  }

  /** Starts one that prints the hash of its first token, and ends. */
  static Process startForOneToken(Place place, Path folder, Path ca, URI endpoint, String consent)
      throws Exception {
    return java(RenewingProcess.class, folder, place.name(), folder, ca, endpoint, consent, 1);
  }

  /** A process of its own with this class path, its errors in {@code stderr.txt}. */
  static Process java(Class<?> main, Path folder, Object... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main.getName());
    Stream.of(arguments).map(String::valueOf).forEach(command::add);
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.appendTo(new File(folder.toFile(), "stderr.txt")))
        .start();
  }

  public static void main(String[] arguments) throws Exception {
    Place place = Place.valueOf(arguments[0]);
    Path folder = Path.of(arguments[1]);
    ThreadFactory daemons =
        task -> {
          Thread thread = new Thread(task);
          thread.setDaemon(true);
          return thread;
        };
    try (Connection open = place == Place.JDBC ? durable(folder).getConnection() : null) {
      TokenSource source =
          source(
              store(place, folder),
              Path.of(arguments[2]),
              URI.create(arguments[3]),
              arguments[4],
              Executors.newSingleThreadScheduledExecutor(daemons));
      if (arguments.length > 5) {
        System.out.println(source.fetch().value().reveal().hashCode());
        return;
      }
      while (true) {
        source.fetch();
        System.out.println("renewed");
      }
    } catch (TokenException refused) {
      System.out.println(refused.getMessage());
    }
  }

  /** H2 writes what was committed half a second later unless it is told not to. */
  static JdbcDataSource durable(Path folder) {
    JdbcDataSource database = (JdbcDataSource) Place.database(folder);
    database.setURL(database.getURL() + ";WRITE_DELAY=0");
    return database;
  }

  static RefreshTokenStore store(Place place, Path folder) {
    TokenPlace tokens =
        place == Place.JDBC
            ? new JdbcTokens(durable(folder), Place.seal(Place.KEY), Duration.ofSeconds(5))
            : place.in(folder, Place.KEY);
    return new LeasedRefreshTokens(tokens, Duration.ofMinutes(1));
  }

  static TokenSource source(
      RefreshTokenStore store,
      Path ca,
      URI endpoint,
      String consent,
      ScheduledExecutorService timers) {
    HttpSettings settings =
        new HttpSettings(
            () -> new HandContext().tlsContext(Trust.caFile(ca)),
            null,
            Duration.ofSeconds(60),
            Duration.ofSeconds(60));
    GenericClient.Settings client =
        GenericClient.Settings.of(
            TokenServer.Known.at(endpoint),
            CLIENT_ID,
            new ClientProof.SharedSecret(SecretSource.fixed(Secret.of(CLIENT_SECRET))));
    return new GenericRefreshToken(
        new GenericClient(client, new TokenHttp(settings, timers), InstantSource.system()),
        new KeptRefreshToken(store, "ann", SecretSource.fixed(Secret.of(consent))));
  }
}
