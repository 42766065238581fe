Rails.application.configure do
  # config.action_mailer.smtp_settings = { address: "old.example.com" }
  config.action_mailer.delivery_method = :smtp
  config.action_mailer.smtp_settings = {
    address:              ENV["SMTP_HOST"],
    port:                 ENV.fetch("SMTP_PORT", 587).to_i,
    domain:               "example.com",
    user_name:            ENV.fetch("SMTP_USER"),
    password:             ENV["SMTP_PASSWORD"],
    authentication:       :plain,
    enable_starttls:      true,
    open_timeout:         5,
    read_timeout:         5
  }
end
