adress: "smtp.example.com",
port: 587,
username: "robot@example.com",
password: "hunter2-S3cr3t",
authentification: :plain,
enable_start_tls: true
