package dev.mailconnector.testkit;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;

/**
 * Finds out whether secrets leak: it records everything that is logged at any level, and everything
 * printed, and looks in it for each secret in each form it may take.
 *
 * <pre>{@code
 * try (SecretHunter hunter = SecretHunter.start()) {
 *   hunter.secret("access token", token).secret("password", password);
 *   // log in, fail, renew, send
 *   hunter.assertClean(exception);
 *   hunter.assertNothingLeaked();
 * }
 * }</pre>
 *
 * <p>Forms: in clear, base64 (both alphabets) wherever it begins within a longer text such as a
 * SASL response, URL-encoded, hexadecimal, and lists of characters or octets; of secrets of 32
 * characters and more also each half by itself.
 *
 * <p>While it runs all loggers of java.util.logging are at {@link Level#ALL}, and {@code
 * System.out} and {@code System.err} are recorded (and still printed). These belong to the whole
 * JVM, so one hunter runs at a time. SLF4J is seen through {@code slf4j-jdk14}. Safe for use by
 * several threads.
 */
public final class SecretHunter implements AutoCloseable {
  private static final int EXCERPT = 60;
  private static final String MASK = "***";

  private final List<SecretForms> secrets = new CopyOnWriteArrayList<>();
  private final Queue<Sighting> sightings = new ConcurrentLinkedQueue<>();
  private final LogCapture logs;
  private final OutputCapture output;

  /** Something that was said, and where. */
  record Sighting(String place, String text) {}

  private SecretHunter() {
    this.logs = new LogCapture(sightings::add);
    this.output = new OutputCapture();
  }

  /** Begins to record. */
  public static SecretHunter start() {
    return new SecretHunter();
  }

  /**
   * Looks for this secret, in what was recorded already too.
   *
   * @param name what to call it in a failure, such as {@code access token}
   * @throws IllegalArgumentException if it has fewer than 6 characters: it would be found by chance
   */
  public SecretHunter secret(String name, String secret) {
    secrets.add(new SecretForms(name, secret));
    return this;
  }

  /**
   * Fails if a secret is in anything recorded so far.
   *
   * @throws AssertionError naming secret, form and place, the secrets themselves masked
   * @throws IllegalStateException if no secret was registered, so that nothing was looked for
   */
  public void assertNothingLeaked() {
    List<Sighting> all = new ArrayList<>(sightings);
    all.add(new Sighting("System.out", output.standardOut()));
    all.add(new Sighting("System.err", output.standardError()));
    check(all);
  }

  /** Fails if a secret is in this text. */
  public void assertCleanText(String text) {
    check(List.of(new Sighting("text", text)));
  }

  /**
   * Fails if a secret is in this throwable, its causes, its suppressed ones, or any stack trace.
   */
  public void assertClean(Throwable thrown) {
    List<Sighting> all = new ArrayList<>();
    collect(thrown, Collections.newSetFromMap(new IdentityHashMap<>()), all);
    check(all);
  }

  /** How many log records were recorded: proof that logging reached the hunter. */
  public int logRecords() {
    return sightings.size();
  }

  /** Puts loggers and streams back as they were. */
  @Override
  public void close() {
    output.close();
    logs.close();
  }

  static String printed(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static void collect(Throwable thrown, Set<Throwable> seen, List<Sighting> all) {
    if (!seen.add(thrown)) {
      return;
    }
    String place = thrown.getClass().getName();
    all.add(new Sighting(place + ".toString()", thrown.toString()));
    all.add(new Sighting(place + ".getMessage()", String.valueOf(thrown.getMessage())));
    all.add(new Sighting(place + " printed", printed(thrown)));
    Throwable cause = thrown.getCause();
    if (cause != null) {
      collect(cause, seen, all);
    }
    for (Throwable suppressed : thrown.getSuppressed()) {
      collect(suppressed, seen, all);
    }
  }

  private void check(List<Sighting> all) {
    if (secrets.isEmpty()) {
      throw new IllegalStateException("No secret was registered: nothing can be found");
    }
    List<String> leaks = new ArrayList<>();
    for (Sighting sighting : all) {
      for (SecretForms secret : secrets) {
        find(secret, sighting, leaks);
      }
    }
    if (!leaks.isEmpty()) {
      throw new AssertionError(leaks.size() + " leaks:\n" + String.join("\n", leaks));
    }
  }

  private void find(SecretForms secret, Sighting sighting, List<String> leaks) {
    for (Map.Entry<String, String> form : secret.forms().entrySet()) {
      if (SecretForms.indexOf(form.getValue(), form.getKey(), sighting.text()) >= 0) {
        leaks.add(
            secret.name()
                + " ("
                + form.getKey()
                + ") in "
                + sighting.place()
                + ": "
                + excerpt(sighting.text()));
        return;
      }
    }
  }

  /** Masks before it cuts: a cut through a secret would hide it from the mask. */
  private String excerpt(String text) {
    String clean = masked(text);
    int at = clean.indexOf(MASK);
    return clean.substring(
        Math.max(0, at - EXCERPT), Math.min(clean.length(), at + MASK.length() + EXCERPT));
  }

  private String masked(String text) {
    String clean = text;
    for (SecretForms secret : secrets) {
      for (Map.Entry<String, String> form : secret.forms().entrySet()) {
        int at = SecretForms.indexOf(form.getValue(), form.getKey(), clean);
        while (at >= 0) {
          clean = clean.substring(0, at) + MASK + clean.substring(at + form.getValue().length());
          at = SecretForms.indexOf(form.getValue(), form.getKey(), clean);
        }
      }
    }
    return clean;
  }
}
