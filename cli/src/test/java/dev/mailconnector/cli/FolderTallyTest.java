package dev.mailconnector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.failure.ConnectorClosedException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FolderTallyTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void seconds_areThoseOfTheMessages() {
    FolderTally tally = new FolderTally(2);

    tally.on(outcome(12, 2));
    tally.on(outcome(13, 1));
    tally.on(
        new ConnectorEvent.ConnectionClosed(
            "robot", NOON.plusSeconds(60), "robot#1", ConnectorEvent.CloseReason.IDLE));

    assertThat(JsonParser.parseString(tally.json()).getAsJsonObject().get("seconds").getAsDouble())
        .isEqualTo(3);
  }

  private static ConnectorEvent outcome(int second, int took) {
    return new ConnectorEvent.MessageFailed(
        "robot",
        NOON.plusSeconds(second),
        "id",
        Map.of(),
        null,
        ConnectorClosedException.ofConnector(),
        Duration.ofSeconds(took));
  }
}
