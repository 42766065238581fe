package dev.mailconnector.testkit;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The server's side of SCRAM (RFC 5802, RFC 7677) for {@link ScriptedSmtpServerBuilder#mechanism},
 * with and without channel binding. It checks the proof and the binding to its own certificate by
 * itself, and misbehaves in whatever way it is told to.
 *
 * <pre>{@code
 * ScramServer scram = ScramServer.named("SCRAM-SHA-256-PLUS").user("ann", "pencil");
 * ScriptedSmtpServer.builder().certificate(certificate).mechanism(scram).start();
 * }</pre>
 *
 * <p>Passwords are taken as they stand: give them prepared by SASLprep. Immutable but for the
 * verdicts it remembers, and safe for use by several threads.
 */
public final class ScramServer implements ServerMechanism {
  private static final String PLUS = "-PLUS";

  private final String name;
  private final ScramHash hash;
  private final ScramManners manners;
  private final Map<String, String> passwords;
  private final Queue<ScramVerdict> verdicts;

  private ScramServer(
      String name,
      ScramManners manners,
      Map<String, String> passwords,
      Queue<ScramVerdict> verdicts) {
    this.name = name;
    this.hash = name.contains("256") ? ScramHash.SHA_256 : ScramHash.SHA_1;
    this.manners = manners;
    this.passwords = passwords;
    this.verdicts = verdicts;
  }

  /**
   * A server that knows nobody yet, with 4096 iterations.
   *
   * @param name {@code SCRAM-SHA-1}, {@code SCRAM-SHA-256}, or one of them with {@code -PLUS}
   */
  public static ScramServer named(String name) {
    if (!name.matches("SCRAM-SHA-(1|256)(-PLUS)?")) {
      throw new IllegalArgumentException("No such mechanism: " + name);
    }
    Set<String> bindings =
        name.endsWith(PLUS) ? Set.of("tls-server-end-point", "tls-exporter") : Set.of();
    ScramManners manners =
        new ScramManners(new byte[16], 4096, null, "r={r},s={s},i={i}", "v={v}", bindings, false);
    return new ScramServer(name, manners, Map.of(), new ConcurrentLinkedQueue<>());
  }

  /** The same, and it lets in this user. */
  public ScramServer user(String user, String password) {
    Map<String, String> more = new TreeMap<>(passwords);
    more.put(user, password);
    return new ScramServer(name, manners, more, verdicts);
  }

  /** The same with this salt and this iteration count for everybody. */
  public ScramServer salted(byte[] salt, int iterations) {
    return with(manners.salted(salt, iterations));
  }

  /** The same, with this for its part of every nonce. */
  public ScramServer nonce(String nonce) {
    return with(manners.withNonce(nonce));
  }

  /**
   * The same, with another first message; default {@code r={r},s={s},i={i}}, where {@code {r}} is
   * the whole nonce, {@code {s}} the salt in base64 and {@code {i}} the iteration count.
   */
  public ScramServer serverFirst(String template) {
    return with(manners.withServerFirst(template));
  }

  /**
   * The same, with another last message; default {@code v={v}}, where {@code {v}} is its signature
   * in base64. An empty one is left out: 235 comes in its place.
   */
  public ScramServer serverFinal(String template) {
    return with(manners.withServerFinal(template));
  }

  /**
   * The same, knowing these types of channel binding alone. One without {@code -PLUS} that knows
   * any refuses clients that think it knows none ({@code y,,}).
   */
  public ScramServer bindings(String... types) {
    return with(manners.withBindings(Set.of(types)));
  }

  /** The same, saying why it refuses by {@code e=...} in a challenge before its final reply. */
  public ScramServer explaining() {
    return with(manners.explaining());
  }

  private ScramServer with(ScramManners changed) {
    return new ScramServer(name, changed, passwords, verdicts);
  }

  /** What came of the logins so far, in order, also of the server that this one was made from. */
  public List<ScramVerdict> verdicts() {
    return List.copyOf(verdicts);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Exchange start(Context context) {
    return new ScramServerExchange(
        hash, name.endsWith(PLUS), manners, passwords, context, verdicts::add);
  }
}
