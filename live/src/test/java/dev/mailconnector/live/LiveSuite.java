package dev.mailconnector.live;

import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.StandaloneContext;
import dev.mailconnector.transport.SmtpEndpoint;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** All flows, for one login. */
final class LiveSuite {
  private final Variables given;
  private final @Nullable Target target;
  private final Redactor redactor;

  LiveSuite(Variables given, @Nullable Target target, Redactor redactor) {
    this.given = given;
    this.target = target;
    this.redactor = redactor;
  }

  /** A first token decides whether the mail server is worth a visit. */
  List<FlowResult> run(LiveLogin login) throws Exception {
    try (StandaloneContext context = StandaloneContext.named("live")) {
      TokenFlows tokens = new TokenFlows(login, given, target, redactor, context);
      List<FlowResult> results = new ArrayList<>(tokens.run());
      if (results.get(0).outcome() != FlowResult.Outcome.PASSED) {
        results.add(FlowResult.notSetUp("everything at the mail server", "There is no token."));
        return results;
      }
      SmtpEndpoint endpoint = login.endpoint(given, target);
      SSLContext tls = target == null ? SSLContext.getDefault() : target.tls();
      Secret token = tokens.fetch();
      results.addAll(
          new SmtpFlows(endpoint, tls, login.user(given), token, context.ticker()).run());
      results.addAll(
          given.isYes("DELIVER")
              ? new SendFlows(
                      endpoint, Target.trust(target), login.user(given), tokens.good(), context)
                  .run()
              : SendFlows.notAllowed());
      results.addAll(tokens.runReplay());
      return results;
    }
  }
}
