package dev.mailconnector.config;

import dev.mailconnector.Account;
import dev.mailconnector.config.Preset.Fact;
import dev.mailconnector.config.Preset.Setting;
import dev.mailconnector.provider.Source;
import dev.mailconnector.transport.PoolSettings;
import dev.mailconnector.transport.ProviderPreset;
import dev.mailconnector.transport.SmtpEndpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A preset while its values get their sources. A value without a source makes no preset. */
final class PresetDraft {
  private static final String ENDPOINT = "host port tls";

  private final String name;
  private final String remark;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, Source> sources = new LinkedHashMap<>();
  private final List<Fact> facts = new ArrayList<>();
  private final List<SmtpEndpoint> others;
  private String example = "";

  private PresetDraft(
      String name, String remark, @Nullable Account account, List<SmtpEndpoint> others) {
    this.name = name;
    this.remark = remark;
    this.others = others;
    if (account != null) {
      fill(account);
    }
  }

  /** The values of a provider, as Java has them. */
  static PresetDraft of(ProviderPreset provider, String remark) {
    return new PresetDraft(
        provider.presetName(),
        remark,
        Account.builder("a", provider).build(),
        provider.otherEndpoints());
  }

  /** The values of an account, but not its host. */
  static PresetDraft of(String name, Account account, String remark) {
    PresetDraft draft = new PresetDraft(name, remark, account, List.of());
    draft.values.remove(Preset.HOST);
    return draft;
  }

  /** Nothing yet. */
  static PresetDraft of(String name, String remark, List<SmtpEndpoint> others) {
    return new PresetDraft(name, remark, null, others);
  }

  /** Values that are those of every account anyway are left out. */
  private void fill(Account account) {
    Account usual = Account.builder("a", account.endpoint()).build();
    values.put(Preset.HOST, account.endpoint().host());
    values.put("port", String.valueOf(account.endpoint().port()));
    values.put("tls", tls(account.endpoint()));
    PoolSettings pool = account.pool();
    put("limits.connections", pool.maxConnections(), usual.pool().maxConnections());
    put("limits.messages-per-connection", pool.maxMessages(), usual.pool().maxMessages());
    put(
        "limits.recipients-per-message",
        account.recipientsPerMessage(),
        usual.recipientsPerMessage());
    put("pool.idle-timeout", pool.idleTimeout(), usual.pool().idleTimeout());
    put("pool.max-age", pool.maxAge(), usual.pool().maxAge());
    put("transaction.window", account.window(), usual.window());
  }

  private void put(String key, Object value, Object usual) {
    if (!value.equals(usual)) {
      values.put(key, value.toString());
    }
  }

  private static String tls(SmtpEndpoint endpoint) {
    return endpoint.tls().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Where host, port and TLS mode come from, those that there are. */
  PresetDraft endpoint(Source source) {
    for (String key : ENDPOINT.split(" ")) {
      if (values.containsKey(key)) {
        sources.put(key, source);
      }
    }
    return this;
  }

  /** Where values come from that are already there. */
  PresetDraft source(Source source, String... keys) {
    for (String key : keys) {
      if (!values.containsKey(key)) {
        throw new IllegalStateException(name + " has no " + key);
      }
      sources.put(key, source);
    }
    return this;
  }

  /** One more value. */
  PresetDraft set(String key, String value, Source source) {
    values.put(key, value);
    sources.put(key, source);
    return this;
  }

  /** What is known and takes no effect. */
  PresetDraft fact(String text, Source source) {
    facts.add(new Fact(text, source));
    return this;
  }

  /** Where the other ports come from. */
  PresetDraft others(Source source) {
    return fact(
        "Other ports: "
            + others.stream()
                .map(door -> door.port() + " (" + tls(door) + ")")
                .collect(Collectors.joining(", "))
            + ".",
        source);
  }

  /** An account that works there, below {@code preset}; each line one of YAML. */
  PresetDraft example(String... lines) {
    example = "preset: " + name + "\n" + String.join("\n", lines) + "\n";
    return this;
  }

  Preset preset() {
    List<Setting> settings = new ArrayList<>();
    values.forEach(
        (key, value) -> {
          Source source = sources.get(key);
          if (source == null) {
            throw new IllegalStateException(name + " has no source for " + key);
          }
          settings.add(new Setting(key, value, source));
        });
    return new Preset(name, remark, settings, facts, others, example);
  }
}
