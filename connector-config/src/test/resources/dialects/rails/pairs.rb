# As pasted from a guide
address: "smtp.example.com",
port: 587,
user_name: "robot@example.com",
password: ENV["SMTP_PASSWORD"],
authentication: "cram_md5",
enable_starttls_auto: true
