package dev.mailconnector.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A step of a workflow of Thand that sends a mail, {@code thand: notify} or {@code task: notify},
 * wherever in a file it stands. What it sends has the keys of a {@link MessageFile}, and {@code
 * provider}, which is the account, and {@code message}, which is the text.
 *
 * @param message the section that says what to send
 */
record ThandStep(MappingNode message) {
  /** The word that makes it such a step, and the section of the message. */
  private static final Map<String, String> SECTIONS = Map.of("thand", "with", "task", "config");

  private static final String NOTIFY = "notify";

  /** Deeper than any workflow is; a node may contain itself. */
  private static final int DEEPEST = 40;

  /** The steps in a file, in order. */
  static List<ThandStep> in(Node root) {
    List<ThandStep> steps = new ArrayList<>();
    find(root, 0, steps);
    return steps;
  }

  private static void find(Node node, int depth, List<ThandStep> steps) {
    if (depth > DEEPEST) {
      return;
    }
    if (node instanceof SequenceNode list) {
      list.getValue().forEach(item -> find(item, depth + 1, steps));
    } else if (node instanceof MappingNode mapping) {
      Optional<MappingNode> message = message(mapping);
      if (message.isPresent()) {
        steps.add(new ThandStep(message.get()));
      } else {
        mapping.getValue().forEach(entry -> find(entry.getValueNode(), depth + 1, steps));
      }
    }
  }

  private static Optional<MappingNode> message(MappingNode mapping) {
    return SECTIONS.entrySet().stream()
        .filter(
            word ->
                value(mapping, word.getKey()) instanceof ScalarNode said
                    && said.getValue().equals(NOTIFY))
        .map(word -> value(mapping, word.getValue()))
        .filter(MappingNode.class::isInstance)
        .map(MappingNode.class::cast)
        .findFirst();
  }

  private static @Nullable Node value(MappingNode mapping, String key) {
    for (NodeTuple entry : mapping.getValue()) {
      if (entry.getKeyNode() instanceof ScalarNode scalar && scalar.getValue().equals(key)) {
        return entry.getValueNode();
      }
    }
    return null;
  }

  /** The first value that Thand would compute, or null. */
  @Nullable Node expression() {
    return expression(message, 0);
  }

  private static @Nullable Node expression(Node node, int depth) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue().contains("${") ? scalar : null;
    }
    List<Node> inner = new ArrayList<>();
    if (node instanceof SequenceNode list && depth < DEEPEST) {
      inner.addAll(list.getValue());
    } else if (node instanceof MappingNode mapping && depth < DEEPEST) {
      mapping.getValue().forEach(entry -> inner.add(entry.getValueNode()));
    }
    for (Node each : inner) {
      Node found = expression(each, depth + 1);
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
