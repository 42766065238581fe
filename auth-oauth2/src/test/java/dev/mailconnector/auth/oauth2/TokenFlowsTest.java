package dev.mailconnector.auth.oauth2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.auth.oauth2.TokenSituation.Kind;
import dev.mailconnector.auth.oauth2.TokenSituation.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every flow in every situation, MSAL4J and google-auth with their real code. What it comes to is a
 * page of the documentation, which must say the same.
 */
@Timeout(600)
class TokenFlowsTest {
  private static final Path PAGE = Path.of("..", "docs", "token-flows.md");
  private static final String HEAD =
      """
      # Token flows and situations

      What each way to a token comes to in each situation. `TokenFlowsTest` runs every cell against the testkit's issuers, with the real
      code of MSAL4J and google-auth, and compares this page; `mvn -o -pl auth-oauth2 -am test -Dtest=TokenFlowsTest
      -Dmailconnector.docs=write -Dsurefire.failIfNoSpecifiedTests=false` writes it anew. None of it was seen at a real issuer.

      The number is that of the requests that reached the issuer: one attempt makes no second one by itself, whatever the
      libraries would like. *May pass*: the renewal asks again, with growing pauses; *wait*: not before the issuer's `Retry-After`. *Stays*: a
      human must act, and is told what to do. *Token ended* and *refresh token replaced* are two and three attempts, *old refresh token
      again* is two.

      Not in this table: managed identities of Azure (`ManagedIdentitySourceTest`), the consent of a user in a browser or by device code
      (`ConsentTest`), and what each of some twenty kinds of request does about redirects, proxies, huge or endless answers and the like
      (`TokenWaysTest`).

      """;

  private final Bench.Keys keys = new Bench.Keys();

  @TempDir Path folder;

  @Test
  void everyFlow_inEverySituation_comesToWhatThePageSays() throws Exception {
    Map<TokenFlow, Map<TokenSituation, Outcome>> table = new EnumMap<>(TokenFlow.class);
    for (TokenFlow flow : TokenFlow.values()) {
      table.put(flow, row(flow));
    }
    String expected = HEAD + table(table) + "\n" + told(table);
    if ("write".equals(System.getProperty("mailconnector.docs"))) {
      Files.writeString(PAGE, expected);
    }
    assertThat(PAGE)
        .as("the head of the page says how to write it anew")
        .content()
        .isEqualTo(expected);
  }

  private Map<TokenSituation, Outcome> row(TokenFlow flow) throws Exception {
    Map<TokenSituation, Outcome> row = new EnumMap<>(TokenSituation.class);
    for (TokenSituation situation : TokenSituation.values()) {
      if (situation.concerns(flow)) {
        try (Bench bench = new Bench(keys, folder)) {
          Outcome outcome = situation.outcome(flow.start(bench), bench);
          check(flow, situation, outcome, row);
          row.put(situation, outcome);
        }
      }
    }
    return row;
  }

  /** What must hold whatever the page says. */
  private static void check(
      TokenFlow flow, TokenSituation situation, Outcome outcome, Map<TokenSituation, Outcome> row) {
    String cell = flow + " " + situation;
    if (situation.kind() != Kind.ANY) {
      assertThat(outcome.kind()).as(cell).isEqualTo(situation.kind());
    }
    if (outcome.kind() != Kind.TOKEN) {
      assertThat(outcome.told()).as(cell).isNotBlank();
    }
    assertThat(outcome.retryAfter())
        .as(cell)
        .isEqualTo(situation == TokenSituation.THROTTLED ? Duration.ofSeconds(17) : null);
    int once = row.getOrDefault(TokenSituation.GOOD, outcome).requests();
    switch (situation) {
      case ENDED -> assertThat(outcome.requests()).as(cell).isEqualTo(2 * once);
      case REPLACED -> assertThat(outcome.requests()).as(cell).isEqualTo(3);
      case REPLAYED -> assertThat(outcome.requests()).as(cell).isEqualTo(2);
      case THROTTLED, UNAVAILABLE, PAGE, HUNG ->
          assertThat(outcome.requests()).as(cell).isEqualTo(1);
      case CLOSED -> assertThat(outcome.requests()).as(cell).isZero();
      default -> assertThat(outcome.requests()).as(cell).isBetween(1, once);
    }
  }

  private static String table(Map<TokenFlow, Map<TokenSituation, Outcome>> table) {
    List<TokenSituation> columns = List.of(TokenSituation.values());
    StringBuilder text = new StringBuilder("| |");
    columns.forEach(column -> text.append(' ').append(column.title()).append(" |"));
    text.append("\n|---|").append("---|".repeat(columns.size())).append('\n');
    table.forEach(
        (flow, row) -> {
          text.append("| ").append(flow.title()).append(" |");
          for (TokenSituation column : columns) {
            Outcome outcome = row.get(column);
            text.append(' ').append(outcome == null ? "" : outcome.words()).append(" |");
          }
          text.append('\n');
        });
    return text.toString();
  }

  /** By situation; flows that are told the same stand together. */
  private static String told(Map<TokenFlow, Map<TokenSituation, Outcome>> table) {
    StringBuilder text = new StringBuilder("## What the operator is told to do\n");
    for (TokenSituation situation : TokenSituation.values()) {
      Map<String, List<String>> flows = new LinkedHashMap<>();
      table.forEach(
          (flow, row) -> {
            Outcome outcome = row.get(situation);
            if (outcome != null && outcome.kind() != Kind.TOKEN) {
              String told = outcome.told().replaceAll("localhost:\\d+", "HOST:PORT");
              flows.computeIfAbsent(told, sentence -> new ArrayList<>()).add(flow.title());
            }
          });
      if (!flows.isEmpty()) {
        text.append("\n**").append(situation.title()).append("**\n\n");
        flows.forEach(
            (told, which) ->
                text.append(
                    "* %s: %s\n"
                        .formatted(
                            flows.size() == 1 && which.size() > 1
                                ? "all"
                                : String.join("; ", which),
                            told)));
      }
    }
    return text.toString();
  }
}
