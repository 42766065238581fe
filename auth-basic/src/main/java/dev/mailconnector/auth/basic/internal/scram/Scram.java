package dev.mailconnector.auth.basic.internal.scram;

import com.ongres.scram.common.ClientFirstMessage;
import com.ongres.scram.common.Gs2CbindFlag;
import com.ongres.scram.common.ScramMechanism;
import dev.mailconnector.spi.ChannelBinding;
import dev.mailconnector.spi.Mechanism;
import dev.mailconnector.spi.MechanismContext;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/**
 * SCRAM over one hash, bound to the TLS channel or not. The password does not cross the line, but
 * what does can be guessed at offline, so the line must be encrypted all the same.
 */
public final class Scram implements Mechanism {
  private static final String PLUS = "-PLUS";
  private static final Set<String> BINDING = Set.of("SCRAM-SHA-1-PLUS", "SCRAM-SHA-256-PLUS");

  private final String name;
  private final ScramPlan plan;
  private final ScramPassword password;
  private final BiConsumer<String, List<String>> proven;

  /**
   * A mechanism for this password.
   *
   * @param name its registered name
   * @param plan whose password it is, and how to begin
   * @param password the password
   * @param proven told when a server has proved itself: the mechanism, and what it offered
   */
  public Scram(
      String name,
      ScramPlan plan,
      ScramPassword password,
      BiConsumer<String, List<String>> proven) {
    this.name = name;
    this.plan = plan;
    this.password = password;
    this.proven = proven;
  }

  @Override
  public String name() {
    return name;
  }

  /** Not without a channel to bind to, and not with what SASLprep cannot prepare. */
  @Override
  public boolean fits(MechanismContext context) {
    return (!isPlus() || binding(context) != null)
        && password.isPreparable()
        && plan.isPreparable();
  }

  private boolean isPlus() {
    return name.endsWith(PLUS);
  }

  /**
   * Unasked, {@code tls-exporter} alone: it is what a server that offers binding on TLS 1.3 must
   * know (RFC 9266), while those for mail do not know {@code tls-server-end-point}.
   */
  private @Nullable ChannelBinding binding(MechanismContext context) {
    ChannelBinding exporter = context.exporterBinding();
    return exporter != null || !plan.forced() ? exporter : context.channelBinding();
  }

  @Override
  public SaslClient start(MechanismContext context) throws SaslException {
    ChannelBinding binding = isPlus() ? binding(context) : null;
    if (isPlus() && binding == null) {
      throw new SaslException("there is no TLS channel to bind to: " + whyUnbound(context));
    }
    if (!password.isPreparable()) {
      throw new SaslException(unpreparable("password"));
    }
    if (!plan.isPreparable()) {
      throw new SaslException(unpreparable("user name"));
    }
    return client(context, binding);
  }

  private String whyUnbound(MechanismContext context) {
    if (!context.tls()) {
      return "the line is not encrypted";
    }
    return "tls-exporter needs Java 25 and TLS 1.3"
        + (context.channelBinding() == null
            ? ", and the server's certificate has no tls-server-end-point"
            : "; auth.mechanism: "
                + name
                + " binds by tls-server-end-point, which few servers for mail know");
  }

  private SaslClient client(MechanismContext context, @Nullable ChannelBinding binding) {
    ClientFirstMessage first =
        plan.first(flag(binding, context), binding == null ? null : binding.type());
    ScramAdvice advice =
        new ScramAdvice(
            name,
            binding == null ? null : binding.type(),
            password.isChangedByPreparation() || plan.isChangedIn(first));
    return new ScramClient(
        name,
        new ScramExchange(hash(), first, binding == null ? null : binding.data()),
        password,
        advice,
        () -> proven.accept(name, context.offered()));
  }

  /**
   * RFC 5802 section 6: {@code y} tells a server that offers binding that its offer was taken away
   * on the way. Who does not want what is offered says {@code n}.
   */
  private static Gs2CbindFlag flag(@Nullable ChannelBinding binding, MechanismContext context) {
    if (binding != null) {
      return Gs2CbindFlag.CHANNEL_BINDING_REQUIRED;
    }
    boolean able = context.exporterBinding() != null || context.channelBinding() != null;
    boolean offered = context.offered().stream().anyMatch(BINDING::contains);
    return able && !offered ? Gs2CbindFlag.CLIENT_YES_SERVER_NOT : Gs2CbindFlag.CLIENT_NOT;
  }

  private String unpreparable(String what) {
    return "the "
        + what
        + " has a character that "
        + name
        + " cannot carry (SASLprep, RFC 4013 section 2.3): a control character, one that Unicode 3.2"
        + " did not know, such as an emoji, or letters of both writing directions. Change it, or set"
        + " auth.mechanism: PLAIN, which sends any";
  }

  private ScramMechanism hash() {
    return Objects.requireNonNull(ScramMechanism.byName(name.replace(PLUS, "")));
  }

  @Override
  public String toString() {
    return name;
  }
}
