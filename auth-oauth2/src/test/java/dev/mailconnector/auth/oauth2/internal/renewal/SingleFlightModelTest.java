package dev.mailconnector.auth.oauth2.internal.renewal;

import dev.mailconnector.auth.oauth2.RenewalPolicy;
import dev.mailconnector.failure.CredentialException;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.util.LoggingLevel;
import org.junit.jupiter.api.Test;

/**
 * Every interleaving (up to Lincheck's bounds) of senders that ask for a token and report refusals.
 * Requests run in the thread that starts them and time stands still, so all that varies is who
 * comes first. A generation is a request: what may not happen in any order of whole calls (a second
 * request for one need, a successor dropped, a waiter woken too early) may not happen.
 */
class SingleFlightModelTest {

  /** Senders of an account whose issuer is well. */
  public static class WellIssuer {
    private final Tokens tokens = Tokens.of(new HandContext(), new HandSource());

    @Operation
    public long current() {
      return tokens.engine.current().generation();
    }

    @Operation
    public void refuseFirst() {
      tokens.engine.refused(new Tokens.Carried(null, 1, null, null));
    }

    @Operation
    public void refuseSecond() {
      tokens.engine.refused(new Tokens.Carried(null, 2, null, null));
    }
  }

  /**
   * Senders of an account whose issuer is down for its first request only; the pause never ends.
   */
  public static class IssuerDownOnce {
    private final Tokens tokens =
        new Tokens(
            new HandContext(),
            new HandSource()
                .then(
                    request -> {
                      throw HandSource.down();
                    }),
            RenewalPolicy.standard());

    @Operation
    public long current() {
      try {
        return tokens.engine.current().generation();
      } catch (CredentialException down) {
        return -tokens.requests();
      }
    }
  }

  private static ModelCheckingOptions options() {
    return new ModelCheckingOptions()
        .logLevel(LoggingLevel.ERROR)
        .iterations(5)
        .invocationsPerIteration(100)
        .threads(3)
        .actorsPerThread(2)
        .actorsBefore(1)
        .actorsAfter(1);
  }

  @Test
  void well_inEveryInterleaving_isLinearizable() {
    options().check(WellIssuer.class);
  }

  @Test
  void down_inEveryInterleaving_isAskedOnce() {
    options().check(IssuerDownOnce.class);
  }
}
