config.action_mailer.smtp_settings = {
  address: "smtp.gmail.com",
  port: 587,
  user_name: "robot@example.com",
  password: ENV["SMTP_PASSWORD"],
  authentication: :xoauth2,
  enable_starttls: true
}
