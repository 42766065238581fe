Rails.application.configure do
  config.action_mailer.smtp_settings = {
    address: "smtp.example.com",
    port: 587,
    user_name: Rails.application.credentials.dig(:smtp, :user_name),
    password: Rails.application.credentials.dig(:smtp, :password),
    authentication: "plain",
    enable_starttls: true
  }
end
