package dev.mailconnector.internal.probe;

import dev.mailconnector.internal.net.TlsLayer;
import dev.mailconnector.probe.ProbeFinding;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What a server showed in its TLS handshake. Immutable. */
final class CertificateLook {
  /** Authority information access, RFC 5280 section 4.2.2.1. */
  private static final String WHERE_THE_ISSUER_IS = "1.3.6.1.5.5.7.1.1";

  /** Whoever renews by a program renews weeks before. */
  private static final Duration NEAR = Duration.ofDays(14);

  private final String protocol;
  private final List<X509Certificate> chain;
  private final Instant now;

  private CertificateLook(String protocol, List<X509Certificate> chain, Instant now) {
    this.protocol = protocol;
    this.chain = chain;
    this.now = now;
  }

  static CertificateLook at(SSLSession session, Instant now) {
    List<X509Certificate> chain = new ArrayList<>();
    try {
      for (Certificate each : session.getPeerCertificates()) {
        if (each instanceof X509Certificate known) {
          chain.add(known);
        }
      }
    } catch (SSLPeerUnverifiedException none) {
      // A cipher without certificates; it is in no list of ours.
    }
    return new CertificateLook(
        session.getProtocol() + ", " + session.getCipherSuite(), List.copyOf(chain), now);
  }

  String summary() {
    return protocol;
  }

  List<String> details() {
    if (chain.isEmpty()) {
      return List.of("the server showed no certificate");
    }
    List<String> details = new ArrayList<>();
    X509Certificate leaf = chain.get(0);
    details.add("certificate for " + String.join(", ", names(leaf)));
    details.add("issued by " + leaf.getIssuerX500Principal().getName());
    details.add("valid " + day(begin(leaf)) + " to " + day(end(leaf)) + ", " + left(leaf));
    for (int i = 1; i < chain.size(); i++) {
      details.add(
          "chain "
              + i
              + ": "
              + chain.get(i).getSubjectX500Principal().getName()
              + ", to "
              + day(end(chain.get(i))));
    }
    if (chain.size() == 1) {
      details.add("chain: the server sends no further certificate");
    }
    details.add("pin-sha256: " + pin());
    return details;
  }

  /** As {@code trust.pin-sha256} wants it. */
  String pin() {
    return chain.isEmpty() ? "" : TlsLayer.pinOf(chain.get(0));
  }

  /** Near ends, of whatever in the chain ends first. */
  List<ProbeFinding> warnings() {
    for (X509Certificate each : chain) {
      Duration left = Duration.between(now, end(each));
      Duration life = Duration.between(begin(each), end(each));
      Duration near = NEAR.compareTo(life.dividedBy(6)) < 0 ? NEAR : life.dividedBy(6);
      if (!left.isNegative() && left.compareTo(near) < 0) {
        return List.of(
            ProbeFinding.of(
                "The certificate of "
                    + subject(each)
                    + " ends on "
                    + day(end(each))
                    + ", "
                    + left(each),
                ProbeDiagnoses.CERTIFICATE_ENDS));
      }
    }
    return List.of();
  }

  /** Why nobody trusted this chain, where it shows; else null. */
  @Nullable ProbeFinding reason(String server) {
    if (chain.isEmpty()) {
      return null;
    }
    X509Certificate leaf = chain.get(0);
    if (leaf.getSubjectX500Principal().equals(leaf.getIssuerX500Principal())) {
      return ProbeFinding.of(
          "The server at "
              + server
              + " has a certificate that it signed itself, for "
              + String.join(", ", names(leaf)),
          ProbeDiagnoses.SELF_SIGNED.remedy("Its pin is " + pin() + "."));
    }
    if (chain.size() == 1 && leaf.getExtensionValue(WHERE_THE_ISSUER_IS) != null) {
      return ProbeFinding.of(
          "The server at "
              + server
              + " sends one certificate and not that of its issuer, "
              + leaf.getIssuerX500Principal().getName(),
          ProbeDiagnoses.CHAIN_INCOMPLETE);
    }
    return null;
  }

  private static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> each : alternatives) {
          boolean nameOrAddress = each.get(0).equals(2) || each.get(0).equals(7);
          if (nameOrAddress && each.get(1) instanceof String name) {
            names.add(name);
          }
        }
      }
    } catch (CertificateParsingException unreadable) {
      // The subject is all there is to show then.
    }
    return names.isEmpty() ? List.of(subject(certificate)) : names;
  }

  private static String subject(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName();
  }

  private static Instant begin(X509Certificate certificate) {
    return certificate.getNotBefore().toInstant();
  }

  private static Instant end(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant();
  }

  private String left(X509Certificate certificate) {
    Duration left = Duration.between(now, end(certificate));
    if (left.isNegative()) {
      return "over for " + left.negated().toDays() + " days";
    }
    return left.toDays() > 1 ? left.toDays() + " days left" : left.toHours() + " hours left";
  }

  private static LocalDate day(Instant moment) {
    return LocalDate.ofInstant(moment, ZoneOffset.UTC);
  }
}
