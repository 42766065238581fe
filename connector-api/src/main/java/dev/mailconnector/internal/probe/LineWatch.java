package dev.mailconnector.internal.probe;

import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.net.OpeningWatch;
import dev.mailconnector.probe.ProbeFinding;
import dev.mailconnector.probe.ProbeStep.Kind;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Writes each step into the book while the line comes about. One thread's. */
final class LineWatch implements OpeningWatch {
  private final StepBook book;
  private final InstantSource clock;
  private final Trust trust;
  private final List<String> tried = new ArrayList<>();
  private final List<ProbeFinding> silent = new ArrayList<>();
  private boolean secured;
  private @Nullable String greeting;
  private String ehlo = "";

  LineWatch(StepBook book, InstantSource clock, Trust trust) {
    this.book = book;
    this.clock = clock;
    this.trust = trust;
  }

  /** What the server greeted with, or null. */
  @Nullable String greeting() {
    return greeting;
  }

  /** The EHLO reply that counts. */
  String ehlo() {
    return ehlo;
  }

  boolean isSecured() {
    return secured;
  }

  /** What came of each address that was tried. */
  List<String> tried() {
    return tried;
  }

  /** Another address was tried beside. */
  void knocked(InetSocketAddress address, @Nullable IOException why) {
    if (why == null) {
      tried.add(words(address) + ": answers");
    } else {
      unreachable(address, why);
    }
  }

  @Override
  public void resolved(List<InetAddress> addresses) {
    List<String> words =
        addresses.stream()
            .map(each -> (each.getAddress().length == 4 ? "A " : "AAAA ") + each.getHostAddress())
            .toList();
    book.passed(
        Kind.DNS,
        addresses.size() == 1 ? words.get(0) : addresses.size() + " addresses",
        addresses.size() == 1 ? List.of() : words,
        List.of());
  }

  @Override
  public void unreachable(InetSocketAddress address, IOException why) {
    String line = words(address) + ": " + why.getMessage();
    if (!tried.contains(line)) {
      tried.add(line);
      silent.add(
          ProbeFinding.of(
              "No connection to " + words(address) + " (" + why.getMessage() + ")",
              ProbeDiagnoses.ADDRESS_SILENT));
    }
  }

  @Override
  public void connected(InetSocketAddress address) {
    book.passed(Kind.TCP, "connected to " + words(address), tried, silent);
  }

  @Override
  public void tunnelled(ProxyServer proxy) {
    book.passed(Kind.PROXY, "the " + proxy + " lets us through", List.of(), List.of());
  }

  @Override
  public void secured(SSLSession session) {
    secured = true;
    CertificateLook look = CertificateLook.at(session, clock.instant());
    List<ProbeFinding> findings = new ArrayList<>();
    if (trust instanceof Trust.None) {
      findings.add(
          ProbeFinding.of(
              "The certificate was not checked",
              ProbeDiagnoses.VERIFICATION_OFF.remedy("trust.pin-sha256: " + look.pin())));
    }
    findings.addAll(look.warnings());
    book.passed(Kind.TLS, look.summary(), look.details(), findings);
  }

  @Override
  public void heard(Stage stage, String reply) {
    if (stage == Stage.GREETING) {
      greeting = reply.strip();
      if (reply.startsWith("220")) {
        book.passed(
            Kind.GREETING,
            greeting.lines().findFirst().orElse(""),
            List.of(),
            ClockLook.atGreeting(reply, clock.instant()));
      }
    } else if (stage == Stage.EHLO && reply.startsWith("250")) {
      ehlo = reply;
      List<String> lines = reply.lines().map(LineWatch::text).toList();
      book.passed(
          book.isAhead(Kind.EHLO) ? Kind.EHLO : Kind.EHLO_AFTER_TLS,
          summary(lines),
          lines,
          List.of());
    }
  }

  private static String summary(Collection<String> lines) {
    List<String> logins =
        lines.stream().filter(line -> line.regionMatches(true, 0, "AUTH", 0, 4)).toList();
    boolean upgrades = lines.stream().anyMatch("STARTTLS"::equalsIgnoreCase);
    return Math.max(0, lines.size() - 1)
        + " extensions"
        + (upgrades ? ", STARTTLS" : "")
        + (logins.isEmpty() ? ", no AUTH" : ", " + String.join(", ", logins));
  }

  private static String text(String line) {
    return line.length() > 4 ? line.substring(4).strip() : "";
  }

  private static String words(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
