address: ENV["SMTP_SERVER"],
port: 587,
user_name: ENV["SMTP_USER"],
password: ENV["SMTP_PASSWROD"]
