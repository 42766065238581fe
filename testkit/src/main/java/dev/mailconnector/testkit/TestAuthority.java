package dev.mailconnector.testkit;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A throw-away certificate authority: made at run time, kept in memory, known to nobody else.
 *
 * <pre>{@code
 * TestAuthority authority = TestAuthority.create();
 * SSLContext server = authority.issue("localhost", "127.0.0.1").sslContext();
 * SSLContext client = authority.trustingContext();
 * }</pre>
 *
 * <p>Keys are EC P-256: making one takes about a millisecond. Certificates are valid from a day ago
 * until ten days ahead. Immutable and safe for use by several threads.
 */
public final class TestAuthority {
  private static final Duration BEFORE = Duration.ofDays(1);
  private static final Duration AFTER = Duration.ofDays(10);
  private static final Pattern IP_ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|.*:.*");

  private final InstantSource clock;
  private final KeyPair keys;
  private final X500Name name;
  private final X509Certificate certificate;
  private final SSLContext trustingContext;

  private TestAuthority(InstantSource clock) {
    this.clock = clock;
    this.keys = newKeys();
    this.name = new X500Name("CN=Testkit throw-away authority " + UUID.randomUUID());
    Validity validity = Validity.around(clock.instant());
    this.certificate = sign(keys, name, authorityBuilder(keys, name, validity));
    this.trustingContext = trusting(certificate);
  }

  /** An authority whose certificates are valid now. */
  public static TestAuthority create() {
    return create(InstantSource.system());
  }

  /**
   * An authority whose certificates are valid around the time that {@code clock} shows. The TLS
   * layer of the JDK always checks against the time of the machine.
   */
  public static TestAuthority create(InstantSource clock) {
    return new TestAuthority(clock);
  }

  /** The authority's own certificate. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** The authority's own certificate as PEM: what a client under test has to trust. */
  public String certificatePem() {
    return Pem.of(certificate);
  }

  /**
   * Writes {@link #certificatePem()} to {@code ca.pem} in the directory, replacing such a file.
   *
   * @return the file
   * @throws IOException if it cannot be written
   */
  public Path writePem(Path directory) throws IOException {
    return Files.writeString(directory.resolve("ca.pem"), certificatePem());
  }

  /** A context for clients that trust this authority and no other. */
  public SSLContext trustingContext() {
    return trustingContext;
  }

  /**
   * A valid certificate.
   *
   * @param dnsNamesOrIps the names it is good for; without any: localhost and 127.0.0.1
   */
  public TestCertificate issue(String... dnsNamesOrIps) {
    return issue(Validity.around(clock.instant()), dnsNamesOrIps);
  }

  /** A certificate that ended yesterday. */
  public TestCertificate issueExpired(String... dnsNamesOrIps) {
    Instant end = clock.instant().minus(BEFORE);
    return issue(new Validity(end.minus(AFTER), end), dnsNamesOrIps);
  }

  /** A certificate that begins tomorrow. */
  public TestCertificate issueNotYetValid(String... dnsNamesOrIps) {
    Instant start = clock.instant().plus(BEFORE);
    return issue(new Validity(start, start.plus(AFTER)), dnsNamesOrIps);
  }

  /** A valid certificate for {@code wrong.example} only, a name that no test server has. */
  public TestCertificate issueForWrongName() {
    return issue("wrong.example");
  }

  /**
   * A valid certificate of an intermediate authority that is missing in its chain, as servers have
   * it that were given {@code cert.pem} in place of {@code fullchain.pem}. It names where the
   * missing one could be fetched.
   */
  public TestCertificate issueWithoutIntermediate(String... dnsNamesOrIps) {
    KeyPair middle = newKeys();
    X500Name middleName = new X500Name("CN=Testkit intermediate authority");
    KeyPair own = newKeys();
    Validity validity = Validity.around(clock.instant());
    X509v3CertificateBuilder leaf =
        serverBuilder(middleName, own, subject(dnsNamesOrIps), validity, dnsNamesOrIps);
    GeneralName place =
        new GeneralName(GeneralName.uniformResourceIdentifier, "http://ca.example/middle.cer");
    add(
        leaf,
        Extension.authorityInfoAccess,
        new AuthorityInformationAccess(AccessDescription.id_ad_caIssuers, place));
    return new TestCertificate(own.getPrivate(), List.of(sign(middle, middleName, leaf)));
  }

  /** A certificate that is signed with its own key, not by this authority. */
  public TestCertificate selfSigned(String... dnsNamesOrIps) {
    KeyPair own = newKeys();
    X500Name subject = subject(dnsNamesOrIps);
    Validity validity = Validity.around(clock.instant());
    X509Certificate leaf =
        sign(own, subject, serverBuilder(subject, own, subject, validity, dnsNamesOrIps));
    return new TestCertificate(own.getPrivate(), List.of(leaf));
  }

  @Override
  public String toString() {
    return "TestAuthority[" + name + "]";
  }

  private TestCertificate issue(Validity validity, String... names) {
    KeyPair own = newKeys();
    X500Name subject = subject(names);
    X509Certificate leaf = sign(keys, name, serverBuilder(name, own, subject, validity, names));
    return new TestCertificate(own.getPrivate(), List.of(leaf, certificate));
  }

  private static X500Name subject(String... names) {
    return new X500Name("CN=" + (names.length == 0 ? "localhost" : names[0]));
  }

  private static X509v3CertificateBuilder authorityBuilder(
      KeyPair keys, X500Name name, Validity validity) {
    X509v3CertificateBuilder builder = builder(name, keys, name, validity);
    add(builder, Extension.basicConstraints, new BasicConstraints(true));
    add(builder, Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    return builder;
  }

  private static X509v3CertificateBuilder serverBuilder(
      X500Name issuer, KeyPair own, X500Name subject, Validity validity, String... names) {
    String[] goodFor = names.length == 0 ? new String[] {"localhost", "127.0.0.1"} : names;
    GeneralName[] alternatives = new GeneralName[goodFor.length];
    for (int i = 0; i < goodFor.length; i++) {
      boolean address = IP_ADDRESS.matcher(goodFor[i]).matches();
      alternatives[i] =
          new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, goodFor[i]);
    }
    X509v3CertificateBuilder builder = builder(issuer, own, subject, validity);
    add(builder, Extension.basicConstraints, new BasicConstraints(false));
    add(builder, Extension.keyUsage, new KeyUsage(KeyUsage.digitalSignature));
    add(
        builder,
        Extension.extendedKeyUsage,
        new ExtendedKeyUsage(
            new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
    add(builder, Extension.subjectAlternativeName, new GeneralNames(alternatives));
    return builder;
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer, KeyPair own, X500Name subject, Validity validity) {
    UUID serial = UUID.randomUUID();
    return new JcaX509v3CertificateBuilder(
        issuer,
        BigInteger.valueOf(serial.getMostSignificantBits() & Long.MAX_VALUE),
        Date.from(validity.from()),
        Date.from(validity.until()),
        subject,
        own.getPublic());
  }

  private static void add(
      X509v3CertificateBuilder builder, ASN1ObjectIdentifier id, ASN1Encodable value) {
    try {
      boolean critical = id.equals(Extension.basicConstraints) || id.equals(Extension.keyUsage);
      builder.addExtension(id, critical, value);
    } catch (CertIOException e) {
      throw new IllegalStateException("Cannot encode certificate extension " + id, e);
    }
  }

  private static X509Certificate sign(
      KeyPair signer, X500Name issuer, X509v3CertificateBuilder builder) {
    try {
      var contentSigner = new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(contentSigner));
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("This JVM cannot sign a certificate for " + issuer, e);
    }
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JVM has no EC P-256 keys", e);
    }
  }

  private static SSLContext trusting(X509Certificate authority) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("authority", authority);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("This JVM cannot make a TLS context for a test client", e);
    }
  }

  private record Validity(Instant from, Instant until) {
    static Validity around(Instant now) {
      return new Validity(now.minus(BEFORE), now.plus(AFTER));
    }
  }
}
